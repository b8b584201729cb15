"""Patterns of set phrases in lowercase text with straight apostrophes."""

from __future__ import annotations

import re


def either(*phrases: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases (regular expressions) as whole words."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)")


CONDITION = either(
    r"(?:if|when|whenever|whether|unless|once|before|while|as|because|where) (?:you|your)",
    r"for (?:those of you|anyone|everyone|people|businesses|teams|owners) (?:who|that|with)",
    r"(?:anyone|everyone|those) (?:who|looking|thinking|wanting)",
)
HOW_TO = either(
    r"how (?:to|you can|we can|do you|can you|i would)",
    r"here(?:'s| is| are) (?:how|what|why|some|a few|my|the|\d+)",
    r"(?:ways|steps|things|reasons|what|guide) to",
    r"the (?:best|right|easiest|simplest) way",
    r"what (?:you need|it means|this means|that means)",
    r"things you",
    r"make sure",
    r"did you know",
)
LISTING = either(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ ){0,2}"
    r"(?:ways?|tips?|steps?|reasons?|things?|mistakes?|questions?|ideas?|tools?|lessons?|signs?"
    r"|rules?|habits?|strategies|tricks)",
)
SO_YOU_CAN = either(
    r"so (?:that )?you(?:'ll)?",
    r"you(?:'ll| will| can) (?:be able|get|learn|find|see|save|have|know|discover)",
    r"(?:help|let|allow|enable|give|save|get|show|teach|bring|keep|make it)s? you",
    r"without (?:having|needing|worrying)",
    r"you can",
    r"for your?",
    r"to you",
)
WE_HELP = either(
    r"(?:we|i|we've|i've|i'm|we're|our \w+|my \w+|team)"
    r"(?:'ll| can| will|'d| would| have| do| also| always| are| am)* "
    r"(?:help|helped|helping|offer|offering|provide|providing|support|supporting|advise|coach"
    r"|teach|speciali[sz]e|work with|worked with|design|deliver|serve|guide)",
    r"(?:here|happy) to help",
    r"(?:we|i) can help",
    r"free (?:consultation|quote|estimate|call|guide|trial|webinar|download|copy|ebook)",
)
ADVICE = either(
    r"you (?:should|need to|must|have to|might want|may want|want to|could|ought|don't have to"
    r"|don't need)",
    r"don't|never|always|instead of|avoid|remember|consider|try|focus on|start with|stop|keep",
    r"think about|be sure",
    r"it(?:'s| is) (?:important|worth|essential|best|better|vital|critical|crucial)",
    r"the key",
)
REASON = either(
    r"because|therefore|since",
    r"(?:which|that) means",
    r"as a result|due to|leads? to|so that",
    r"the reason|that's why",
)
CONTACT = either(
    r"dm (?:me|us)|contact (?:us|me)|(?:message|email|call) (?:us|me)|send (?:us|me)",
    r"get in touch|reach out|sign up|link in bio",
    r"give (?:us|me) a (?:call|ring)|drop (?:us|me) a",
    r"book (?:a|your|an)",
    r"let (?:us|me) know",
)
PEOPLE_AT_LARGE = either(
    r"we (?:all|humans|as humans|as a society|as people)",
    r"(?:all|most|many|some|each) of us",
    r"let's|let us",
    r"our (?:lives|world|society|planet|future|brains?|minds?|kids|country)",
)

OPINION = either(
    r"what (?:do|did|would|are|is|was|'s|s|have|has)?\s*(?:you|your|yours|u)",
    r"what(?:'s| is| are) your",
    r"which (?:one|of|\w+) (?:\w+ ){0,3}(?:you|your)",
    r"how (?:do|did|would|are|have) (?:you|u)",
    r"what else|anything (?:else|to add)|(?:thoughts|agree)(?=\s*\?)",
    r"am i|did i miss|what (?:have|did|am) i miss(?:ed|ing)?",
    r"any (?:other|thoughts|ideas|suggestions|questions|advice|recommendations|tips)",
)
EXPERIENCE = either(
    r"(?:have|has|did|do|are|were|would|will|could) (?:any of )?(?:you|anyone|anybody|someone|u)",
    r"anyone|anybody|any one",
    r"who(?:'s| is| else| wants| has| here)",
)
HOOK = re.compile(
    r"^\W*(?:need|want|ready|looking|thinking|struggling|tired|raising|planning|interested|headed"
    r"|curious|wondering|feeling|got|having|trying|in need|not sure|worried|stuck)\b"
)
RHETORICAL = either(
    r"who (?:knew|cares|knows|needs|doesn't|wouldn't|said|would have)",
    r"why not|guess what|isn't it|get it",
    r"can you (?:believe|imagine)",
    r"what (?:if|about)",
    r"(?:would|is|are|does|should|could|do|have|did)n't",
    r"how (?:cool|awesome|amazing|great|hard|crazy|cute) (?:is|are)",
    r"sound (?:familiar|good)|(?:right|you know)(?=\s*\?)",
)
TAG_QUESTION = re.compile(
    r",\s*(?:right|eh|huh|no|yes|\w+n't (?:it|you|we|they|he|she)"
    r"|(?:is|are|do|does|did|was|can) (?:it|you|we|they))\s*\?"
)
INVITATION = either(
    r"(?:let|tell) (?:me|us) (?:know )?"
    r"(?:what|which|how|if|your|in the|about|below|who|where)",
    r"let (?:me|us) know(?=\s*[.!…]*$)",
    r"share your|send (?:me|us) your",
    r"(?:love|like|happy|keen|interested) to (?:hear|know|read|see) "
    r"(?:your|what|how|about|from|which|who)",
    r"curious (?:to|what|how|if|whether|about)",
    r"looking forward to (?:your|reading)|look forward to (?:your|reading)",
    r"drop (?:your|a|them|it|me)|leave (?:a|your) comment",
    r"hit reply|reply (?:with|and tell|to this)",
    r"(?:respond|comment) (?:to this|with|below|your|here)",
    r"please (?:comment|share|challenge|do|feel free to comment)",
    r"add (?:yours|them|it|your)|vote (?:below|in)|name (?:one|your)",
    r"tell (?:me|us) (?:please )?(?:your|the|one|who|when|why|about)",
    r"guess (?:how|who|which|where|when|the)",
    r"(?:name|write|mention|put|leave|post|pop|paste|answers?|suggestions?|ideas?|guesses|recommendations?)"
    r" (?:\w+ ){0,4}(?:below|underneath|in (?:the )?(?:comments?|replies))",
    r"(?:suggestions?|recommendations?|ideas?|tips|advice|opinions?|names?) (?:please|pls|welcome"
    r"|needed|wanted|appreciated)",
    r"wrong answers|discuss(?=\s*[.!…]*$)",
)
UNMARKED_QUESTION = re.compile(
    r"^\W*(?:(?:hi|hey|so|ok|okay|right|and|but|folks|lads|guys|everyone|all|please)\W+){0,2}"
    r"(?:(?:do|does|did|is|are|was|were|have|has|can|could|will|would|should)"
    r" (?:you|u|i|we|anyone|anybody|any|someone|somebody|ye|there|it)"
    r"|any(?:one|body) (?:\w+ ){0,2}(?:know|knows|else|have|has|got|want|wants|able|using|use|used"
    r"|seen|tried|heard|going|recommend|selling|near|here|in|with|who|up|for|had|interested|help)"
    r"|some(?:one|body) (?:know|knows|can|have|has|got)"
    r"|who(?:'s| is| has| wants| here| else)|what do you|how do you|which (?:one|of) )\b"
)
"""Questions without a question mark."""

COMMENT = either(
    r"comments?|thoughts?|feedback",
    r"hear what|what you think|which one|challenge me",
    r"yours? (?:\w+ )?(?:opinion|experiences?|views?|choice|ideas?|favou?rites?|tips?|stor(?:y|ies)"
    r"|answers?|questions?|picks?|goals?|suggestions?)",
)
GO_AND_READ = either(
    r"find out|read (?:on|more|the|my|our|this|here|about)|learn (?:more|how)",
    r"let's (?:find|see|talk|look|dive|take)",
    r"click|check out|watch|listen|join|register|tune in|sign up|download",
    r"here(?:'s| is| are)|today (?:i|we)|in this|this (?:article|post|video|week)",
    r"look no further|we've got you",
)
