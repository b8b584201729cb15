"""Tests of the effect of a profile: the same post with and without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import postlint
from postlint.diagnostics.result import PostResult
from tests.command import Postlint

SMALL = 0.05
"""The most that an irrelevant profile may change the relevance."""

CLINICS: dict[str, Any] = {
    "firm": "Meier Hosting",
    "names": ["Uptimer"],
    "author": ["Rosa Meier"],
    "offer": "servers for clinics that never stop",
    "clients": ["practice managers", "orthodontists"],
    "problems": ["downtime", "slow patient records"],
    "goals": ["open on Monday as usual"],
    "topics": ["managed hosting", "data protection"],
}
BAKERS: dict[str, Any] = {
    "firm": "Crumb & Ledger",
    "author": ["Jo Adler"],
    "clients": ["bakeries", "pastry cooks"],
    "problems": ["late payment", "food waste"],
    "goals": ["a month's money in the bank"],
    "topics": ["bookkeeping"],
}


def lint(text: str, profile: dict[str, Any] | None = None) -> PostResult:
    """Return the result for a post with a profile in its front matter."""
    front = {"platform": "linkedin", **({"profile": profile} if profile else {})}
    front_matter = json.dumps(front, ensure_ascii=False)
    report = postlint.lint(f"---\n{front_matter}\n---\n{text}")
    assert report.notices == ()
    return report


def cues(report: PostResult, index: int = 0) -> frozenset[str]:
    assert report.analysis is not None
    return report.analysis.post.sentences[index].cues


def about(report: PostResult) -> list[str]:
    assert report.analysis is not None
    return [sentence.about for sentence in report.analysis.post.sentences]


def probability(report: PostResult, label: str) -> float:
    assert report.analysis is not None
    return report.analysis.prediction.probabilities[label]


def assert_nothing_gained(text: str, profile: dict[str, Any]) -> None:
    without, with_profile = lint(text), lint(text, profile)
    assert without.labels is not None
    assert with_profile.labels is not None
    assert with_profile.relevance is not None
    assert without.relevance is not None
    assert abs(with_profile.relevance - without.relevance) < SMALL
    assert with_profile.labels.tie is without.labels.tie
    assert with_profile.labels.self_focus is without.labels.self_focus


# Without a profile, and with an unrelated one

POSTS = [
    "We opened our third office today. There was cake and a short speech.",
    "I am so proud of myself. Yesterday I finished my third marathon.",
    "Before you sign a lease, ask who pays for the roof. Most tenants find out when it leaks.",
    "What a match! Nobody saw that second goal coming, least of all the goalkeeper.",
    "How do you plan your kitchen? We draw ours on paper first.",
    "Our new scheduler saves a receptionist two hours a week.",
]


@pytest.mark.parametrize("text", POSTS)
def test_unrelated_profile_changes_nothing(text: str) -> None:
    profile = {"firm": "Xyzzy Ltd", "clients": ["yak herders"], "problems": ["avalanches"],
               "goals": ["warmer tents"], "topics": ["felt"], "jargon": ["crampon"]}  # fmt: skip
    without, told = lint(text), lint(text, profile)
    assert without.analysis is not None
    assert told.analysis is not None
    assert told.analysis.prediction.probabilities == without.analysis.prediction.probabilities
    assert told.labels == without.labels


@pytest.mark.parametrize("text", POSTS)
def test_profile_keys_without_cues_change_nothing(text: str) -> None:
    profile = {
        "offer": "offices, marathons, leases, kitchens",
        "platforms": ["linkedin"],
        "jargon": ["office", "marathon", "lease", "scheduler"],
    }
    without, told = lint(text), lint(text, profile)
    assert without.analysis is not None
    assert told.analysis is not None
    assert told.analysis.prediction.probabilities == without.analysis.prediction.probabilities


# Names of the author and the firm


@pytest.mark.parametrize(
    "text",
    [
        "Meier Hosting won the regional award again this year.",
        "Today, Meier Hosting moved to a new building by the river.",
        pytest.param(
            "The Meier Hosting team celebrated all night long.",
        ),
        "Meier Hosting's team celebrated all night long.",
        "Meier Hosting’s team celebrated all night long.",
        "**Meier Hosting** won the regional award again this year.",
        "Uptimer has a new logo and a new colour.",
    ],
)
def test_firm_as_subject_counts_as_the_author(text: str) -> None:
    assert about(lint(text)) == ["other"] or about(lint(text)) == ["client"]
    told = lint(text, CLINICS)
    assert about(told) == ["author"]
    assert cues(told) >= {"about-firm", "firm-word"}
    assert "no-person" not in cues(told)


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Meier finished her third marathon in the rain.",
        pytest.param(
            "Last week Rosa Meier finished a marathon in the rain.",
            marks=pytest.mark.xfail(strict=True, reason="the tagger takes Rosa for a verb"),
        ),
        "Rosa Meier's garden is full of roses again.",
    ],
)
def test_author_by_name_counts_as_the_author(text: str) -> None:
    told = lint(text, CLINICS)
    assert about(told) == ["author"]
    assert cues(told) >= {"about-author", "author-word"}


def test_post_about_the_firm_is_more_self_focused_with_a_profile() -> None:
    text = (
        "Meier Hosting is ten years old today. Meier Hosting has forty people now. "
        "Meier Hosting won the regional award twice."
    )
    without, told = lint(text), lint(text, CLINICS)
    assert told.labels is not None
    assert told.labels.self_focus
    assert probability(told, "self_focus") > probability(without, "self_focus") + 0.05
    assert told.relevance is not None
    assert without.relevance is not None
    assert told.relevance <= without.relevance
    # Another author's profile has no effect.
    other = lint(text, BAKERS)
    assert probability(other, "self_focus") == probability(without, "self_focus")


@pytest.mark.parametrize(
    "text",
    [
        "The Uptimers are a band from Leeds with three records.",
        "Meier hosting a party is always good news for us all.",
        "Rosalind Meierhof finished her third marathon in the rain.",
        "A day at the #MeierHosting stand with all of you.",
    ],
)
def test_parts_of_names_do_not_match(text: str) -> None:
    assert cues(lint(text, CLINICS)) == cues(lint(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("C++ Ltd. (UK)", "C++ Ltd. (UK) won the award again this year."),
        ("Müller & Söhne", "Müller & Söhne won the award again this year."),
        ("a|b", "A day at a|b is long and the coffee is good."),
        ("[x]*", "With \\[x\\]\\* we won the award again this year."),
        ("Studio 7", "Studio 7 won the award again this year."),
        ("日本サーバー", "日本サーバー won the award again this year."),
        pytest.param(
            "O'Brien", "O’Brien won the award again this year.",
        ),
        ("Meier Hosting", "The award went to a firm that you may know, namely to Meier\n"
         "Hosting, and we have been happy about it for the whole of the week."),
        pytest.param(
            "Meier Hosting", "Meier  Hosting won the award again this year.",
        ),
    ],
)  # fmt: skip
def test_names_match_literally(name: str, text: str) -> None:
    report = lint(text, {"firm": name})
    assert report.analysis is not None
    assert any("firm-word" in sentence.cues for sentence in report.analysis.post.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "“Meier Hosting saved our Monday,” said a woman in Bonn.",
        'She told everybody: "Meier Hosting saved our Monday."',
    ],
)
def test_name_in_a_quotation_does_not_match(text: str) -> None:
    assert cues(lint(text, CLINICS)) == cues(lint(text))


def test_name_that_is_also_a_word() -> None:
    text = "Will you come to the fair on Friday?"
    assert about(lint(text, {"author": ["Will"]})) == about(lint(text)) == ["reader"]


@pytest.mark.parametrize(
    "text",
    [
        "Orthodontists lose an hour a day because the phone rings.",
        "An orthodontist's front desk loses an hour a day because the phone rings.",
    ],
)
def test_clients_as_subject_are_a_tie(text: str) -> None:
    assert "profile-tie" not in cues(lint(text))
    assert "profile-tie" in cues(lint(text, CLINICS))


def test_client_phrase_matches_only_with_all_words() -> None:
    for text in ("The manager at the desk was late.", "Practice makes perfect, as we all know."):
        assert cues(lint(text, CLINICS)) == cues(lint(text))


def test_mentioning_clients_does_not_lower_the_score() -> None:
    profile = {"clients": ["dental clinics"]}
    text = "Dental clinics lose patients when the phone rings for too long."
    without, told = lint(text).relevance, lint(text, profile).relevance
    assert without is not None
    assert told is not None
    assert told >= without


# A developed sentence about the clients' concerns is a tie

DEVELOPED = [
    (CLINICS, "An hour of downtime costs more than a year of a second line, "
              "because nobody can look up a patient."),
    (CLINICS, "Downtime on Monday costs a surgery nine hundred pounds an hour."),
    (CLINICS, "Slow patient records make a queue at the desk: everybody waits four minutes more."),
    (CLINICS, "The records of a patient are slow for one reason: the index is rebuilt at noon, "
              "so that everybody waits four minutes."),
    (BAKERS, "Late payment eats the margin, because flour has to be paid for within seven days."),
    (BAKERS, "Food waste falls by a third if the last tray goes into the oven at two."),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "text"), DEVELOPED)
def test_developed_sentence_is_a_tie_without_you(profile: dict[str, Any], text: str) -> None:
    assert "you" not in text.lower().split()
    without, told = lint(text), lint(text, profile)
    assert "profile-tie" in cues(told)
    assert "profile-tie" not in cues(without)
    assert probability(told, "tie") > probability(without, "tie") + 0.2
    assert told.labels is not None
    assert told.labels.tie
    assert told.relevance is not None
    assert without.relevance is not None
    assert told.relevance > without.relevance + 0.1


@pytest.mark.parametrize(("profile", "text"), DEVELOPED[:4:3] + DEVELOPED[4:])
def test_concerns_of_other_clients_are_not_a_tie(profile: dict[str, Any], text: str) -> None:
    other = BAKERS if profile is CLINICS else CLINICS
    without, told = lint(text), lint(text, other)
    assert probability(told, "tie") == probability(without, "tie")
    assert told.relevance == without.relevance


def test_next_sentence_may_develop_the_concern() -> None:
    first = "Most of the surgeries here have had downtime in the past year."
    second = "It costs them nine hundred pounds an hour."
    assert "profile-tie" in cues(lint(f"{first} {second}", CLINICS))
    assert "profile-tie" not in cues(lint(f"{first}\n\n{second}", CLINICS))


def test_short_sentence_is_not_a_tie() -> None:
    assert "profile-tie" not in cues(lint("Downtime has cost 900 pounds.", CLINICS))
    assert "profile-tie" in cues(lint("Downtime has cost every surgery here 900 pounds.", CLINICS))


def test_topic_is_not_a_tie() -> None:
    text = "Data protection asks for two signatures, because one of them may be on holiday."
    told = cues(lint(text, CLINICS))
    assert "profile-topic" in told
    assert "profile-tie" not in told


# A mention alone has no effect

MOMENTS = [
    "We opened our new office today. There was cake and a short speech by the mayor.",
    "I am so proud of our team. What a night it was!",
    "Had eggs for breakfast. Taking the garbage out now.",
    "Off to the lake with the whole team. The sun is out and the boats are ready.",
    "Happy birthday to Tim, who has been at the front desk for ages!",
]
DROPS = [
    "{} #downtime",
    "{}\n\n#downtime #datacentre #orthodontists #managedhosting",
    "{} Downtime.",
    "{} No downtime!",
    "{} Downtime? Never!",
    "{}\n\nDowntime",
    "# Downtime\n\n{}",
    "{}\n\n> Downtime costs a surgery nine hundred pounds an hour.",
    "{} And that was the downtime for today.",
    "{} Enough of downtime.",
    "{}\n\n- downtime\n- slow patient records\n- data protection",
    "{} We love data protection and we love managed hosting.",
    "{} What is downtime?",
    "{} “Downtime costs a surgery nine hundred pounds an hour.”",
    "{} `downtime`",
    "{} ![downtime](downtime.png)",
    "{} <!-- Downtime costs a surgery nine hundred pounds an hour. -->",
]


@pytest.mark.parametrize("drop", DROPS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_keyword_alone_does_not_raise_the_score(moment: str, drop: str) -> None:
    assert_nothing_gained(drop.format(moment), CLINICS)


def test_profile_hashtags_do_not_raise_the_score() -> None:
    for moment in MOMENTS:
        ours = lint(f"{moment}\n\n#downtime #orthodontists", CLINICS)
        plain = lint(f"{moment}\n\n#downtime #orthodontists")
        assert ours.relevance == plain.relevance
        assert ours.labels == plain.labels


UNRELATED = "a number or a reason for something else makes the dropped word a tie"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Happy birthday to Tim! P.S. I also think about downtime, slow patient records and "
            "data protection all the time, in 2024.",
            marks=pytest.mark.xfail(strict=True, reason="the parser takes “slow” for a clause"),
        ),
        "I ran ten miles this morning because the sun was out, and my legs are tired now, with no "
        "downtime at all.",
        "Throwback to 2019, when we painted the office ourselves. It took nine days and a lot of "
        "pizza and no downtime.",
        "Downtime: I ran ten miles this morning because the sun was out, and my legs are tired.",
        "We moved 40 desks today and all of us are tired now #downtime #orthodontists",
    ],
)
def test_keyword_next_to_a_number_does_not_raise_the_score(text: str) -> None:
    assert_nothing_gained(text, CLINICS)


def test_keyword_in_a_quotation_does_not_raise_the_score() -> None:
    text = "My aunt told me “downtime is a pain in the neck”, because she had 3 of them this month."
    assert_nothing_gained(text, CLINICS)


def test_compound_matches_only_as_a_whole() -> None:
    text = "There were no good shows on TV, so we played 3 games of chess."
    assert "profile-tie" not in cues(lint(text, {"problems": ["no-shows"]}))


@pytest.mark.parametrize("topic", ["the", "of it", "…", "🥚", "-", "you"])
@pytest.mark.parametrize("key", ["clients", "problems", "goals", "topics"])
def test_profile_entries_of_stop_words_never_match(key: str, topic: str) -> None:
    text = "The price of it is 3 pounds, because you asked for it 🥚 and we have the eggs."
    assert cues(lint(text, {key: [topic]})) == cues(lint(text))


# In files


def test_rules_use_the_profile(postlint: Postlint, tmp_path: Path) -> None:
    text = "Nine hours of downtime followed, because the digger had cut the cable at the river.\n"
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    args = ("check", "draft.md", "--output-format", "json", "--select", "no-client-tie")
    rule = "[rule.no-client-tie]\nmin = 0.05\nmax_relevance = 1.0\n"
    (tmp_path / "postlint.toml").write_text(rule)
    without = json.loads(postlint(*args).stdout)["posts"][0]
    (tmp_path / "postlint.toml").write_text(f"{rule}[profile]\nproblems = ['downtime']\n")
    told = json.loads(postlint(*args).stdout)["posts"][0]
    assert [finding["rule"] for finding in without["findings"]] == ["no-client-tie"]
    assert told["findings"] == []
    assert told["relevance"] > without["relevance"]


def test_score_explains_the_effect_of_the_profile(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(f"{DEVELOPED[1][1]}\n", encoding="utf-8")
    assert (
        "\n  doesn't connect to the reader or to how you help\n"
        in postlint("score", "draft.md").stdout
    )
    (tmp_path / "postlint.toml").write_text("[profile]\nproblems = ['downtime']\n")
    shown = postlint("score", "draft.md").stdout
    assert "\n  connects to the reader or to how you help\n" in shown


WORDS = st.text(
    st.sampled_from("abc ’'-&.()[]*+?|\\^$#@🥚é\u0301日0 "), min_size=1, max_size=12
).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    profile=st.fixed_dictionaries(
        {key: st.lists(WORDS, max_size=2) for key in ("names", "author", "clients", "problems")}
    ),
    text=st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
)
def test_any_profile_is_accepted(profile: dict[str, list[str]], text: str) -> None:
    filled = (
        f"{text.strip()} {' '.join(map(' '.join, profile.values()))} is what we had for 3 days."
    )
    report = lint(filled, profile)
    assert report.relevance is None or 0 <= report.relevance <= 1
    assert all(finding.rule != "internal-error" for finding in report.findings)
