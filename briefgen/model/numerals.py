"""Write numbers and days the Chinese way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_LIMIT = 10000


def numeral(number: int) -> str:
    """Write 0 to 9999 in Chinese characters: 12 is 十二, 105 is 一百零五."""
    if not 0 <= number < _LIMIT:
        raise ValueError(number)
    if number < _TEN:
        return _DIGITS[number]
    text, pending = "", False
    for place, word in ((1000, "千"), (100, "百"), (_TEN, "十"), (1, "")):
        digit = number // place % _TEN
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + word
        pending = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def ordinal(number: int) -> str:
    """Write a place: 2 is 第二."""
    return "第" + numeral(number)


def day(moment: date) -> str:
    """Write a full date with Arabic digits and no padding (GB/T 9704-2012 7.3.5.5): 2022年12月31日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"
