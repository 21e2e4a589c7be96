//! The one place that reads the clock.

use annalist_store::Clock;

/// Now, or the instant of `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) where it is set, so that a
/// project can be made again byte for byte.
pub(crate) fn now() -> Clock {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.trim().parse::<i64>().ok());
    let now = fixed
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_else(jiff::Timestamp::now);
    Clock(now.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}
