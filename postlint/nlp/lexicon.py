"""Word lists for the analysis, in lowercase and with straight apostrophes."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AUTHOR = _words("i me my mine myself im ive id i'm i've i'd i'll")
FIRM = _words("we us our ours ourselves we're we've we'll we'd")
READER = _words(
    "you your yours yourself yourselves u ur ya y'all you're you've you'll you'd youre youve"
)

CLIENTS = _words(
    "client clients customer customers buyer buyers patient patients homeowner homeowners owner "
    "owners seller sellers shopper shoppers guest guests tenant tenants landlord landlords "
    "founder founders business businesses company companies firm firms employer employers manager "
    "managers team teams organisation organisations organization organizations startup startups "
    "brand brands leader leaders entrepreneur entrepreneurs marketer marketers freelancer "
    "freelancers contractor contractors parent parents family families couple couples student "
    "students learner learners user users developer developers designer designers investor "
    "investors practice practices charity charities household households retailer retailers "
    "restaurant restaurants audience audiences owner-manager"
)

HELPING = _words(
    "help helps helping helped support supports supporting supported enable enables enabling let "
    "lets allow allows allowing teach teaches teaching guide guides guiding advise advises "
    "advising save saves saving protect protects improve improves improving solve solves solving "
    "fix fixes fixing reduce reduces reducing prevent prevents preventing avoid avoids avoiding "
    "simplify simplifies learn make makes give gives show shows offer offers offering provide "
    "provides providing ensure ensures"
)

BENEFITS = _words(
    "benefit benefits save saves easier faster cheaper safer better simpler free advantage "
    "advantages results result value useful helpful essential effective efficient affordable "
    "solution solutions tip tips advice guide checklist steps step strategy strategies tool tools "
    "resource resources template templates workshop webinar course training how-to tutorial "
    "lesson lessons"
)

PROBLEMS = _words(
    "problem problems struggle struggling struggles challenge challenges mistake mistakes risk "
    "risks pain stuck overwhelmed worried worry stress stressed difficult hard frustrated "
    "frustrating costly expensive waste wasted wasting fail fails failing lose losing lost issue "
    "issues deadline fear"
)

CALLS_TO_ACTION = _words(
    "apply book buy call check click contact dm download email enter follow get grab join like "
    "listen meet message order read register reserve retweet rt rsvp save see share shop sign "
    "stop stream subscribe swipe tag text tune vote visit watch"
)
"""Verbs of calls to action that alone give the reader nothing to use."""

CONTACT = _words(
    "dm contact call email message quote appointment consultation book booking enquire inbox"
)

MOODS = _words(
    "excited thrilled proud happy honored honoured grateful humbled delighted glad pleased "
    "thankful blessed tired exhausted knackered shattered hungry bored sad sick pumped stoked "
    "ready sore busy home back off headed heading en finally currently still officially almost"
)
"""First words of a sentence that is about its author and has no subject."""

CELEBRATION = _words(
    "thank thanks congrats congratulations congratulate welcome happy birthday anniversary merry "
    "cheers kudos honored honoured award awards awarded winner winners won nominated nominee "
    "proud"
)

LAUGHTER = _words(
    "😂 🤣 😅 😆 😜 🤪 🙈 😬 🤦 🤷 😝 😏 🥴 🙃 😉 lol haha hahaha lmao rofl oops "
    "whoops :) ;) :-) ;-) :p"
)

TIMES = _words(
    "today yesterday tonight morning afternoon evening weekend week month monday tuesday "
    "wednesday thursday friday saturday sunday ago last tomorrow later then suddenly"
)

KIN = _words(
    "wife husband partner son daughter kid kids child children mum mom dad mother father brother "
    "sister dog cat friend friends grandma grandpa grandmother baby girlfriend boyfriend "
    "neighbour neighbor family"
)

WH_WORDS = _words("what which who whom whose when where why how what's who's how's where's")
AUXILIARIES = _words(
    "do does did is are was were have has had can could will would should shall may might must am "
    "don't doesn't didn't isn't aren't wasn't weren't haven't hasn't can't couldn't won't "
    "wouldn't shouldn't ain't"
)

FUNCTION_WORDS = _words(
    "the and or but to with from by were been being had does did will would can could should not "
    "this that these those it its you she we they my your our their his us them what which who "
    "when where why how if than then there here just about into out up more some any i'm it's "
    "don't you're we're that's can't i've let's of for is are have be on at new your"
)
"""Common English words, whose share identifies English text.

Words that are as common in a related language are left out (a, in, was, so, no, me).
"""

_SHARED = _words(
    "a an am are as at be by can do for had he her his in me more new no not of off on or per so "
    "then to up was we or than just did here some any"
)
"""Common English words that are also words of other languages."""

ENGLISH_ONLY = (FUNCTION_WORDS - _SHARED) | _words(
    "it's what's who's there's here's you've you'll they're doesn't didn't won't isn't we've "
    "i'll i'd those has before after while because only very each both every through always "
    "never"
)
"""Common English words that aren't words of related languages."""

FOREIGN_WORDS = (
    _words(
        # Spanish, Catalan, Portuguese, Galician
        "el la los las y que por para con una unos unas del al es son está están como más muy "
        "pero sin sobre este esta esto estos estas nuestro nuestra nuestros nuestras qué cómo "
        "cuál también ya hoy hay ser todo todos toda todas gracias hola feliz buenos buenas "
        "días cada desde hasta donde amb els les per és molt gràcies bon avui os as e um uma "
        "da dos das em na nos nas ao à pelo pela não são é você vocês nosso nossa seu sua mais "
        "muito também já hoje obrigado obrigada bom boa dia tarde noite isso "
        # French, Italian
        "le un des du et est sont dans pour sur avec nous vous il elle ils elles je tu ce "
        "cette ces qui ne pas aux votre vos notre mon mes ses leur mais où très tout tous "
        "bonjour bonsoir merci c'est qu'en j'ai d'un d'une n'est lo gli di che dei degli delle "
        "nel nella sul sulla alla è siamo abbiamo noi voi questo questa anche più molto tutti "
        "tutte ciao grazie buongiorno buon "
        # German, Dutch
        "der das den dem ein eine einen einem einer und oder aber ist sind wir ihr sie ich du "
        "mit auf für von zu zum zur im nach aus wie wenn nicht auch noch nur schon sehr unser "
        "unsere unseren euch uns haben habe wird werden kann guten morgen danke hallo het een "
        "van de en op te met voor zijn niet ook maar wij jullie je hij ons onze dit dat deze "
        "wat hoe wie naar bij uit aan er wel geen heeft hebben hebt goedemorgen bedankt "
        # Swedish, Danish, Norwegian
        "och att som ett är av på med till vi ni jag hon inte om har vår vårt våra hur vad "
        "tack alla nu så god det og af til jeg ikke hun vores hvad hvordan tak nå hva dere "
        "takk fra hei hej "
        # Polish, Czech, Romanian, Turkish, Indonesian, Finnish, Hungarian
        "że się nie jest są jak co dla po od za ale czy już tym oraz nasz nasze dzień "
        "dobry dziękujemy že se jsou pro ve si tak děkujeme și în cu pe din nu mai este "
        "sunt pentru bir bu için ile çok yeni siz yang dan ke dari ini itu untuk dengan kami "
        "kita anda tidak ada selamat terima kasih ja ei että mitä kun myös olemme kiitos az és "
        "egy nem hogy ez meg"
    )
    - FUNCTION_WORDS
)
"""Common words of other languages in the Latin script that posts are often written in."""

NO_TOPIC = _words(
    "day days week weeks weekend weekends month months year years hour hours minute minutes second "
    "seconds time times moment moments morning mornings evening evenings night nights today "
    "tomorrow yesterday afternoon people person man woman men women guy guys folks thing things "
    "something anything everything nothing stuff way ways lot lots bit part parts kind kinds sort "
    "sorts type types one ones number numbers amount couple half rest end ends start beginning "
    "bottom top middle front side sides point points case cases fact facts reason reasons example "
    "examples question questions answer answers post posts article articles blog blogs link links "
    "comment comments thread video videos photo photos picture pictures page pages list lists "
    "place places area areas place world life lives home house friend friends family mum mom dad "
    "kids kid child children wife husband son daughter brother sister team teams colleague "
    "colleagues folk everyone someone anyone word words name names line lines piece pieces step "
    "steps tip tips idea ideas thought thoughts view views opinion opinions mind minds heart hand "
    "hands head eye eyes face feet foot issue issues problem problems situation result results "
    "work job jobs business businesses company companies firm firms client clients customer "
    "customers user users reader readers author news story stories experience experiences thanks "
    "thank honour honor pleasure luck love joy fun hope lol birthday party "
    "summer winter spring autumn fall monday tuesday wednesday thursday friday saturday sunday "
    "years-old series set group groups level levels order state country city town street percent "
    "today's use uses need needs want change changes look feeling feelings sense key course "
    "opportunity opportunities chance event events member members leader leaders manager managers "
    "account form forms process matter matters term terms topic topics subject subjects detail "
    "details info information data content image images note notes version versions date dates "
    "product products technology technologies condition conditions challenge challenges proof "
    "contribution contributions solution solutions service services option options skill skills "
    "value values success growth goal goals quality strategy strategies message messages sentence "
    "sentences access approach approaches effort efforts role roles project projects plan plans"
)
"""Nouns that are hardly ever the topic of a post, because they fit any post."""

FEW = _words("one two three four 1 2 3 4")
TIME_UNITS = _words("seconds minutes hours days nights weeks weekends months years decades times")
