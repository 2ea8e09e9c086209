"""Plain text: every space of Unicode becomes an ordinary one, and nothing else changes."""

import sys
import unicodedata

from pipeline.read.spaces import plain_text


def test_each_character_is_a_space_where_unicode_says_so() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    assert [
        character
        for character in characters
        if plain_text(character) != (" " if unicodedata.category(character) == "Zs" else character)
    ] == []


def test_offsets_stay_the_same() -> None:
    assert plain_text("430\u00a0kg\u3000of 𝄞\u2009x") == "430 kg of 𝄞 x"
