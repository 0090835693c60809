"""Word every message in Chinese or English; the program's own texts are English message ids."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGES = ("zh", "en")
_CATALOGUE = {"zh": "zh_CN", "en": "en"}
_DOMAIN = "briefgen"
_state: dict[str, gettext.NullTranslations] = {"now": gettext.NullTranslations()}


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name for a marked text
    """Mark a text for translation without translating it yet."""
    return text


def _(text: str) -> str:
    """Translate a message id into the language in force."""
    return _state["now"].gettext(text)


def locale_dir() -> Path:
    """Name the folder of the compiled catalogues."""
    return Path(__file__).parent / "locale"


def activate(language: str) -> None:
    """Put a language in force for all messages of this process, the command line's own included."""
    catalogue = _CATALOGUE[language]
    _state["now"] = gettext.translation(_DOMAIN, locale_dir(), [catalogue], fallback=language == "en")
    os.environ["LANGUAGE"] = catalogue
    gettext.bindtextdomain(_DOMAIN, locale_dir())
    gettext.textdomain(_DOMAIN)


def choose(asked: str | None, office: str | None) -> str:
    """Choose the language: asked for, else the office's, else BRIEFGEN_LANG, else the locale."""
    for candidate in (asked, office, os.environ.get("BRIEFGEN_LANG"), _from_locale()):
        if candidate in LANGUAGES:
            return candidate
    return "en"


def _from_locale() -> str | None:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in names if name), "")
    return first[:2].lower() or None
