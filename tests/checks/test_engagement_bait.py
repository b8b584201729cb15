"""Which wordings are engagement bait, and which only look like it."""

from __future__ import annotations

import pytest

import postlint

BAIT = """
LIKE if you think Monday should be illegal.
👍 Like if you'd hire him again.
Hit like if your inbox is over 1,000.
Smash that like button if you learned something.
Please like this post if you found it useful.
Double-tap if you love a clean bench.
Give this a thumbs up if you agree.
Every time: ❤️ if you agree.
React with 🔥 if you want part two.
Vote with a reaction: 👍 for oak, ❤️ for ash.
Like for oak, love for ash!
Tag a friend who still prints emails.
Tag someone who needs a holiday.
Tag three colleagues who would love this.
Tag your boss below.
Mention a friend who always forgets the milk.
Share this with 5 friends and win a hamper.
Share if you agree.
Share this post if it helped you.
Repost if this resonates.
Please repost this if you liked it.
♻️ Repost to inspire your network.
RT if you love Fridays.
Retweet to win a free audit.
Like and share to win!
Like, comment and share for more tips.
Please like & share.
Don't forget to like, share and subscribe.
Comment YES and I'll send you the checklist.
Comment "PRICE" below and I'll DM you the sheet.
Comment 'guide' and we'll send you the link.
Want the template? Just comment “template” 👇
Type YES in the comments if you want the link.
Say YES in the comments if you're in.
Drop a 👋 if you're new here.
Drop a ❤️ below.
Leave a fire emoji in the comments.
Comment 1 for tea, 2 for coffee.
Comment A or B!
Comment below and I'll send you the free template.
Drop your email in the comments and I'll send it over.
Write DONE in the comments when you've read it.
Comment with your favourite emoji.
Follow me and comment BUDGET to get the sheet.
Who else hates invoices? Put a 🙋 in the comments.
Share this with someone who needs to hear it.
Tag 2 friends to enter.
Save, share, and tag a friend!
Send this to a friend who needs it.
I'd love to know if you agree: hit the like button!
Raise your hand 🙋 if you've been there. Like and repost!
Drop a 👋🏽 if you are new.
Drop a <3 below.
Drop a 1️⃣ if you want the list.
Send us a 🔥 and we send you the list.
"""

NO_BAIT = """
What would you charge for this? Tell me in the comments.
If you like it, keep it; if you don't, sell it.
It looks like if you pay late, they charge you.
Like if statements, contracts need an else.
We like and share your worry about costs.
Please share your experience with heat pumps below.
Comment below with your questions and I'll answer them on Friday.
Leave a comment with the town you live in, and I'll tell you who to call.
Tag each invoice with a project and the month.
Tag your luggage with a phone number.
Put a name tag on your three boxes.
You can tag a friend in a story by typing their name.
Say yes if the client pays up front.
Write YES or NO next to every item on the list.
Type your postcode to see the price.
Type "reset" and press Enter.
Reply STOP to leave the list.
Reply YES to confirm your appointment.
Drop a line to your insurer first.
Drop your keys in the box if we are closed.
Share the draft with two colleagues before you send it.
Share your screen if you cannot explain it.
Vote on Thursday: the council decides about parking.
Vote in the poll below: which day suits you?
Please share: we are looking for a home for two kittens.
Can anyone recommend a good roofer in Kent? Please tag them.
Know someone who repairs accordions? I need help.
Which do you prefer, oak or ash? Tell me why in the comments.
The comment NASA made was short.
No comment. IKEA did not reply to our letter.
My favourite comment: "We slept through it."
React with the vinegar and it will fizz.
React if the pressure falls below one bar.
Our app is built on React with a small server.
Double check if you get the discount.
Her love for dogs and her love for maps took her to Norway.
👍 Great for kitchens, 👎 bad for bathrooms.
✅ If you rent, ask who pays. ✅ If you own, check the roof.
💰 for small firms, 📈 growth for big ones.
Never ask people to like and share: nobody does.
The people who like, comment and share are rarely the ones who buy.
Press the button like you mean it.
We do not ask you to like and subscribe.
Give it a heart check if you are over fifty.
Share this with your bookkeeper, so that she can file it in time.
Forward this to whoever signs your lease.
I'd love to hear your thoughts: which of these logos would you trust?
Let me know in the comments which template you want next.
Any advice? Comment below, I need help with a leaking skylight.
Comment out the line that begins with TODO.
Comment your code so that IT can read it.
Like, really? Share prices fell again.
Follow and like-for-like sales are up.
Repost the job if nobody applies within two weeks.
Share this list with your tenants if you rent out flats.
If you found this useful, share it with your team.
Please share with anyone who lost a red scarf at the fair.
Comment on the plans before 1 May at the town hall.
Leave a review: it helps small shops.
Write a note: "YES, and in blue". Put it in the file.
Send us an email.
Reply to this email.
Comment below with your question.
Send us a £10 deposit.
Send me a €5 note for the jar.
Send us a .csv of your invoices.
Post a #2 pencil to each of your students.
Comment #2 on the plan is right.
Send us a 3D model of the room.
Send us your C++ code.
Post your R&D budget before you ask for a grant.
Put a → before the next step.
Leave a © at the end of your page.
• if you agree, sign here.
→ if you like it, keep it.
"""


def _flagged(text: str) -> bool:
    report = postlint.lint(
        f"We make garden furniture for small gardens. {text}", platform="linkedin"
    )
    return any(finding.rule == "engagement-bait" for finding in report.findings)


def test_a_heart_after_a_sentence() -> None:
    assert _flagged("❤️ if you agree.")


@pytest.mark.parametrize("text", BAIT.strip().splitlines())
def test_bait_is_flagged(text: str) -> None:
    assert _flagged(text)


@pytest.mark.parametrize("text", NO_BAIT.strip().splitlines())
def test_honest_requests_and_other_uses_of_the_words_are_let_pass(text: str) -> None:
    assert not _flagged(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "  \n"])
@pytest.mark.parametrize(
    "text",
    [
        "Send us an@email!",
        "Drop us a@line.",
        "Leave a@comment below.",
        "Put some@oil on the hinges.",
    ],
)
def test_a_line_break_is_no_emoji(text: str, newline: str) -> None:
    assert not _flagged(text.replace("@", newline))


def test_one_post_gets_one_finding() -> None:
    text = "Like if you agree! Tag a friend who needs a bench. Share this with 3 people."

    report = postlint.lint(text, platform="facebook")

    assert [f.rule for f in report.findings].count("engagement-bait") == 1
    assert "Like if you agree" in next(
        f.message for f in report.findings if f.rule == "engagement-bait"
    )


def test_bait_that_somebody_else_wrote_is_let_pass() -> None:
    assert not _flagged('The last one said: "Tag a friend who needs a bench today." Nobody did.')
    assert not _flagged("\n\n> Tag a friend who needs a bench today.\n\nNobody did, of course.")
