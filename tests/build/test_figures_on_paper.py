"""The sample's briefing prints the article's figures, in Word as in PDF, and no figure that no row answers for."""

from __future__ import annotations

import re

from tests.build.reading import numbers, pdf_text, word_paragraphs, word_rows

# The article's figures of the city and of 寿阳县 (number, 总投资, 完成率, 开工率 …), as the newspaper printed them.
CITY = ["197", "1474.31", "100.64%", "363", "4433.5", "3", "216", "506.8"]
SHOUYANG = ["25", "212.13", "202.03", "92", "230", "2", "122.59", "291.88", "3", "17.03", "170.3"]


def test_word_prints_the_city(docx: bytes) -> None:
    text = "\n".join(word_paragraphs(docx))
    for figure in CITY:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", text), figure


def test_pdf_prints_the_city(pdf: bytes) -> None:
    text = re.sub(r"\s", "", pdf_text(pdf))
    for figure in CITY:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", text), figure


def test_word_prints_the_county_row(docx: bytes) -> None:
    assert ["寿阳县", *SHOUYANG] in word_rows(docx)


def test_pdf_prints_the_county_row(pdf: bytes) -> None:
    assert "\n".join(["寿阳县", *SHOUYANG]) in pdf_text(pdf)


def test_numbers_stand_in_the_same_order_in_word_and_in_pdf(docx: bytes, pdf: bytes) -> None:
    in_word = numbers("\n".join(word_paragraphs(docx)))
    in_pdf = numbers(pdf_text(pdf))
    assert len(in_word) > 250
    assert in_word == in_pdf
