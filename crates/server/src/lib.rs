//! The web application's server.
//!
//! **Takes** a project. **Gives** an HTTP API and the page. **The idea:** everything that the page
//! does is an API call.
