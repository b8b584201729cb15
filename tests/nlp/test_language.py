"""Tests of language detection."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.nlp import language as language_module
from postlint.nlp.language import detect_language, find_languages


@pytest.mark.parametrize(
    "text",
    [
        "Had eggs for breakfast.",
        "We moved the shop, and nobody read the notice.",
        "WE MOVED THE SHOP!!! WHO KNEW?",
        "It’s what you don’t see that’s hard",
        "New website launched today",
        "Kubernetes deployment pipeline",
        "The café in São Paulo sold us a crème brûlée and we loved it",
        "Our motto is “carpe diem”, and that is what we do",
        "ok",
        "Thanks!",
        "I",
        "So excited 🎉🎉🎉 #winning",
        "Happy Friday!",
        "Great team dinner tonight",
        "La Paz, Los Angeles, El Paso: new offices everywhere",
    ],
)
def test_english_is_detected(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Heute haben wir den Laden umgezogen, und niemand hat den Zettel gelesen.", "de"),
        ("Nous avons déménagé la boutique et personne n’a lu l’affiche.", "fr"),
        ("Hemos mudado la tienda y nadie ha leído el cartel de la puerta.", "es"),
        ("Abbiamo spostato il negozio e nessuno ha letto il cartello sulla porta.", "it"),
        ("Wij hebben de winkel verhuisd en niemand heeft het briefje gelezen.", "nl"),
        ("Przenieśliśmy sklep i nikt nie przeczytał kartki na drzwiach.", "pl"),
        ("Мы перенесли магазин, и никто не прочитал объявление.", "ru"),
        ("私たちは店を移転しましたが、誰も張り紙を読みませんでした。", "ja"),
        ("우리는 가게를 옮겼지만 아무도 안내문을 읽지 않았습니다.", "ko"),
        ("On a gagné le prix hier", "fr"),
        ("We hebben de prijs gewonnen", "nl"),
        ("Vi er glade for at være her", "da"),
        ("Neuer Artikel im Blog", "de"),
        ("Nytt kontor i Stockholm", "sv"),
        ("Hoje inauguramos a nossa nova loja", "pt"),
        ("Merci à tous", "fr"),
        ("周五快乐", "zh"),
        ("Привет", "ru"),
        ("Γειά σας", "el"),
    ],
)
def test_other_languages_are_detected(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "123 456", "🎉 🎉", "#shop #moving @sam", "— … !"])
def test_text_without_words_has_no_language(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize("text", ["Café Zoë", "Crème brûlée", "Beyoncé", "Zoë’s café opened"])
def test_few_words_with_accents_count_as_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Back pain and climbing updates as usual",
        "Case study of two boiler repairs, a cracked heat exchanger included",
        "Best mouse for web developers",
        "Sleepy",
    ],
)
def test_common_english_words_need_no_detector(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_module, "load_detector", lambda: pytest.fail("not needed"))
    assert detect_language(text) == "en"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_language_of_any_text(text: str) -> None:
    language = detect_language(text)
    assert language is None or language.isalpha()
    assert detect_language(text) == language


ENGLISH = "We wrote to forty banks this year, and not one of them sent us the same form twice."
GERMAN = "Wir haben in diesem Jahr vierzig Banken geschrieben, und keine hat uns geantwortet."


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([ENGLISH, GERMAN], [ENGLISH]),
        ([GERMAN, ENGLISH, GERMAN], [ENGLISH]),
        (["# Banks", ENGLISH, "# Banken", GERMAN], ["Banks", ENGLISH]),
        ([ENGLISH, "Anna Müller, Jürgen Weiß", GERMAN], [ENGLISH, "Anna Müller, Jürgen Weiß"]),
        ([ENGLISH, "Carpe diem!", "#banks"], [ENGLISH, "Carpe diem!", "#banks"]),
        ([GERMAN, GERMAN, GERMAN, "Follow us for more."], []),
        ([GERMAN, "Happy Friday!"], []),
    ],
)
def test_languages_keep_only_english_blocks(blocks: list[str], kept: list[str]) -> None:
    draft = read_draft(Source("a.md", "\n\n".join(blocks)))
    languages = find_languages(draft.blocks)
    assert [block.text for block in languages.english] == kept
    assert languages.main == ("en" if kept else "de")
    assert languages.name == ("English" if kept else "German")
