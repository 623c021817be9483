"""Words around place names, and what each says: a place follows, a person does, an organisation."""

from __future__ import annotations

from functools import lru_cache

from geoevents.resources import data_path

__all__ = [
    "AREA_WORDS",
    "ARTICLES",
    "BODY_WORDS",
    "CLEAR_ABBREVIATIONS",
    "CUE_NOUNS",
    "DIRECTION_WORDS",
    "FACILITY_WORDS",
    "FEATURE_BEFORE",
    "GENERIC_WORDS",
    "GROUP_WORDS",
    "LOCATIVE",
    "MONTHS",
    "NEVER_PLACE",
    "ORGANISATION_WORDS",
    "PARTICLES",
    "PERSON_NOUNS",
    "PLACE_WORDS",
    "SPEECH_VERBS",
    "STATE_ABBREVIATIONS",
    "STATE_WORDS",
    "STREET_WORDS",
    "TAKING",
    "TITLES",
    "given_names",
    "ordinary_words",
    "surnames",
    "words",
]


def words(text: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(text.split())


# Prepositions that put something at a place; "of" and "for" do not.
LOCATIVE = words(
    "in at near from to into toward towards around outside inside across via through throughout"
    " within outskirts off between leaving reaching entering besieging capturing seizing"
    " recapturing retaking over against on onto around beyond surrounding visiting"
)

# Verbs of gaining, losing and striking, whose object is mostly a place.
TAKING = words(
    "took take takes taken taking captured captures capture seized seizes seize recaptured retook"
    " retake retaken held hold holds left leave control controls controlling entered enter stormed"
    " storm besieged besiege bombed bomb shelled shell struck strike hit liberated liberate reached"
    " reach evacuated defended defend lost lose fled flee attacked attack visited abandoned overran"
    " overrun pounded raided bombarded surrounded encircled"
)

# Nouns that name what kind of place it is: "the town of X", "X province".
PLACE_WORDS = words(
    "city town village settlement hamlet suburb neighbourhood neighborhood district quarter"
    " province governorate region state county prefecture oblast raion rayon department"
    " municipality commune canton parish borough township subdistrict sub-district emirate"
    " republic kingdom island islands peninsula valley plain plains desert mountain mountains"
    " hill hills river lake bay gulf sea strait port capital stronghold crossing enclave pocket"
    " camp area areas countryside outskirts front frontline axis locality woreda zone kebele"
    " tehsil tahsil cercle wilayat wilayah muhafazah krai okrug cities towns villages districts"
    " provinces suburbs settlements neighbourhoods neighborhoods regions metropolis basin coast"
    " border"
)
CUE_NOUNS = PLACE_WORDS | words("outside junction base airbase airport dam bridge road highway")

# The kind of area that a word after (or before) the name asks for, in GeoNames' feature codes.
AREA_WORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        words("province governorate state oblast prefecture emirate krai wilayat wilayah"),
        frozenset({"ADM1"}),
    ),
    **dict.fromkeys(
        words("region department division republic okrug canton"), frozenset({"ADM1", "ADM2"})
    ),
    **dict.fromkeys(
        words(
            "county district raion rayon parish municipality borough commune cercle woreda zone"
            " tehsil tahsil subdistrict"
        ),
        frozenset({"ADM2", "ADM3", "ADM1"}),
    ),
    **dict.fromkeys(words("country nation kingdom"), frozenset({"PCLI", "PCL", "PCLD", "PCLS"})),
}

# A building or site that bears a place's name stands at or near that place.
FACILITY_WORDS = words(
    "airport airbase airfield dam bridge crossing camp base barracks prison hospital port"
    " harbour harbor station refinery oilfield mosque church cathedral stadium junction"
    " roundabout square street road avenue boulevard highway museum university college school"
    " zoo park plant mine checkpoint"
)

# First words of many places' names, which alone name none: "Ain Zara", "Kafr Nabl", "San Pedro".
GENERIC_WORDS = words(
    "ain ayn ein tel tell tall kafr kfar kafar deir dayr jabal jebel djebel wadi oued khan"
    " khirbet beit bayt bani beni umm abu ras nahr hosh san santa santo saint são sao st sidi"
    " ksar qasr bir jisr marj harat ciudad villa puerto nova novo novy velyka mala stara nizhny"
    " verkhny bab el al wad um"
)

# Words that open the name of a natural feature, a part or a unit: "Lake X", "Downtown X".
FEATURE_BEFORE = words(
    "lake mount mt fort port cape river camp jabal jebel wadi jazeera downtown greater central"
    " inner metropolitan metro outer old rural suburban upper lower mainland historic"
)

DIRECTION_WORDS = words(
    "north south east west northern southern eastern western northeast northwest southeast"
    " southwest northeastern northwestern southeastern southwestern north-east north-west south-"
    " east south-west north-eastern north-western south-eastern south-western central upper"
    " lower"
)

# Articles that may open a name in small letters: "al-Bab", "el-Fasher".
ARTICLES = words("al el as ar az ash an at ad ath adh es er ez ed la le los las")

# Small words that may stand inside a name.
PARTICLES = words(
    "al el as ar az ash an at ad ath adh es er ez of de del della di da do dos das du des la le"
    " les los las the and upon on in sur sous am an der den bin ibn abu um umm y e und van von"
    " ul i ou bei ob près lez en aan ter ten"
)

TITLES = words(
    "mr mrs ms miss dr prof professor gen general col colonel lt lieutenant maj major capt"
    " captain sgt sergeant brig brigadier admiral marshal commander cmdr president premier"
    " chancellor minister senator sen representative rep governor gov mayor judge justice sheikh"
    " shaikh sheik imam mullah maulana ayatollah king queen prince princess emir sultan pope"
    " bishop archbishop father rev reverend sir lord lady dame spokesman spokeswoman"
    " spokesperson ambassador envoy secretary chairman chairwoman chief officer detective"
    " sheriff constable coach leader activist journalist reporter correspondent analyst lawyer"
    " attorney director militant fighter rebel resident villager author actor actress singer"
    " businessman warlord caliph comrade haji hajji named nicknamed alias aka deputy"
    " corporal cpl private pvt lawmaker congressman congresswoman councilman councilwoman"
    " councillor councilor trooper pastor nurse player quarterback pitcher striker midfielder"
    " defender goalkeeper saint"
)
# Titles that are as often common words before a place ("the general in X" is not affected).
PERSON_NOUNS = words(
    "man woman father mother brother sister son daughter husband wife uncle cousin friend"
    " brothers born aged survivor shopkeeper teacher doctor engineer farmer trader driver"
    " shepherd"
)
SPEECH_VERBS = words(
    "said says say told tells added adds warned wrote writes tweeted explained argued believes"
    " thinks testified recalled noted insisted replied joked asked stated claimed declared"
    " announced admitted denied was who whose"
)

# Heads of an organisation's name: a place in such a name is not where something happens.
ORGANISATION_WORDS = words(
    "post times herald tribune gazette journal news daily weekly observer guardian telegraph"
    " press agency network media observatory federation union league party front movement army"
    " forces force brigade brigades battalion division corps legion guards militia institute"
    " foundation fund bank group company corporation corp inc ltd llc plc co fc afc cf united"
    " rovers wanderers athletic team command operations coalition alliance organisation"
    " organization initiative monitor tracker project programme program open motors electric"
    " energy oil gas petroleum records studios films pictures magazine radio television tv"
    " channel broadcasting communications telecom systems technologies industries holdings"
    " partners capital insurance bar grill islamic treaty accord agreement act law declaration"
    " convention protocol summit talks war battle siege massacre uprising revolution crisis"
    " islamist resistance liberation democratic red bulls giants eagles lions tigers bears"
    " cowboys patriots rangers dodgers yankees mets sox cubs lakers celtics knicks warriors"
    " chargers broncos raiders chiefs steelers ravens browns jets dolphins falcons saints"
    " panthers titans texans colts jaguars vikings packers cardinals seahawks rams buccaneers"
    " redskins bengals bills athletics pirates phillies braves marlins nationals brewers twins"
    " royals astros mariners angels padres rockies diamondbacks rays orioles spurs mavericks"
    " rockets suns kings nuggets jazz grizzlies pelicans hornets wizards magic heat hawks bucks"
    " pistons pacers cavaliers raptors 76ers nets flames oilers canucks canadiens bruins sabres"
    " flyers penguins capitals hurricanes lightning predators blues blackhawks avalanche coyotes"
    " ducks sharks wildcats bulldogs huskies spartans wolverines buckeyes sooners longhorns"
    " aggies crimson tide trojans gators seminoles bisons blazers"
)
# Heads of a body or house that stands in the place it is named after: "Columbus City Council".
BODY_WORDS = words(
    "police fire sheriff department school schools elementary university college academy"
    " hospital clinic church cathedral council chamber commerce court tribunal government"
    " parliament congress senate assembly ministry office bureau library museum gallery theatre"
    " theater choir symphony orchestra festival conference board committee commission authority"
    " administration service services society association club cup games championship guard"
    " hotel hotels resort restaurant cafe centre center embassy consulate legislature cabinet"
    " airlines airways railway railways zoo fair exhibition band community seniors"
)
# Those of a state, of which an adjective ("Syrian parliament") still names the country.
STATE_WORDS = words(
    "police government parliament congress senate assembly ministry embassy consulate"
    " legislature cabinet court airlines airways department"
)
# Abbreviations of two words, clear without a comma before them.
CLEAR_ABBREVIATIONS = words("ny nj nc sc nd sd nh nm ri dc bc wva")
# A street is named after a place and lies elsewhere.
STREET_WORDS = words(
    "street st avenue ave road rd boulevard blvd drive dr lane ln parkway pkwy way place court"
    " circle terrace highway hwy turnpike"
)
# Names of groups and events that hold a place's name whole, folded; longest first wins.
GROUP_WORDS: tuple[str, ...] = (
    "hamas",
    "hezbollah",
    "hizbollah",
    "hizbullah",
    "taliban",
    "fatah",
    "isis",
    "isil",
    "daesh",
    "wal mart",
    "el nino",
    "la nina",
    "islamic state of iraq and the levant",
    "islamic state of iraq and syria",
    "islamic state in iraq and the levant",
    "islamic state in iraq and syria",
    "islamic state of iraq and al sham",
    "islamic state of iraq",
    "islamic state west africa province",
    "islamic state in the greater sahara",
    "islamic state in west africa",
    "islamic state",
    "al qaeda in the islamic maghreb",
    "al qaeda in the arabian peninsula",
    "al qaeda in iraq",
    "kurdistan workers party",
    "kurdistan democratic party",
    "patriotic union of kurdistan",
    "syrian arab news agency",
    "syrian arab army",
    "free syrian army",
    "hayat tahrir al sham",
    "ahrar al sham",
    "faylaq al sham",
    "jaish al islam",
    "allied democratic forces",
    "lords resistance army",
    "boko haram",
    "al shabab",
    "al shabaab",
    "north atlantic treaty organization",
    "european union",
    "african union",
    "arab league",
    "united nations",
    "red cross",
    "red crescent",
    "white helmets",
    "white house",
    "world bank",
    "human rights watch",
    "amnesty international",
    "doctors without borders",
    "geneva conventions",
    "security council",
    "euphrates shield",
    "olive branch",
    "peace spring",
    "wrath of euphrates",
    "euphrates volcano",
)

MONTHS = words(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday"
    " saturday sunday mon tue wed thu fri sat sun"
)
# Capitalised words that are gazetteer names somewhere and hardly ever meant as places.
NEVER_PLACE = MONTHS | words(
    "the a an of he she it we they i you his her its our their this that these those there here"
    " but and or if when while as at by for from in on to with after before since until during"
    " no not god allah christ jesus christmas easter ramadan eid internet english arabic kurdish"
    " islam islamic muslim muslims christian christians sunni shiite shia alawite jewish jews"
    " catholic kurd kurds arab arabs twitter facebook google youtube reuters ap afp bbc cnn un"
    " nato my sen rep gov sgt col gen capt lt maj sr jr rev street road avenue hall boulevard"
    " olympic olympics mr mrs ms dr ii iii iv am pm gmt utc est president minister general colonel"
    " north south east west northern southern eastern western central"
)

# Postal and press abbreviations of states, only after a comma: "Dayton, Ohio", "Macon, Ga."
STATE_ABBREVIATIONS: dict[str, str] = {
    "al": "Alabama", "ala": "Alabama", "ak": "Alaska", "az": "Arizona", "ariz": "Arizona",
    "ar": "Arkansas", "ark": "Arkansas", "ca": "California", "cal": "California",
    "calif": "California", "co": "Colorado", "colo": "Colorado", "ct": "Connecticut",
    "conn": "Connecticut", "de": "Delaware", "del": "Delaware", "dc": "District of Columbia",
    "fl": "Florida", "fla": "Florida", "ga": "Georgia", "hi": "Hawaii", "id": "Idaho",
    "il": "Illinois", "ill": "Illinois", "in": "Indiana", "ind": "Indiana", "ia": "Iowa",
    "ks": "Kansas", "kan": "Kansas", "kans": "Kansas", "ky": "Kentucky", "la": "Louisiana",
    "me": "Maine", "md": "Maryland", "ma": "Massachusetts", "mass": "Massachusetts",
    "mi": "Michigan", "mich": "Michigan", "mn": "Minnesota", "minn": "Minnesota",
    "ms": "Mississippi", "miss": "Mississippi", "mo": "Missouri", "mt": "Montana",
    "mont": "Montana", "ne": "Nebraska", "neb": "Nebraska", "nebr": "Nebraska", "nv": "Nevada",
    "nev": "Nevada", "nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico",
    "ny": "New York", "nc": "North Carolina", "nd": "North Dakota", "oh": "Ohio",
    "ok": "Oklahoma", "okla": "Oklahoma", "or": "Oregon", "ore": "Oregon", "pa": "Pennsylvania",
    "penn": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota",
    "tn": "Tennessee", "tenn": "Tennessee", "tx": "Texas", "tex": "Texas", "ut": "Utah",
    "vt": "Vermont", "va": "Virginia", "wa": "Washington", "wash": "Washington",
    "sdak": "South Dakota", "ndak": "North Dakota",
    "wv": "West Virginia", "wva": "West Virginia", "wi": "Wisconsin", "wis": "Wisconsin",
    "wy": "Wyoming", "wyo": "Wyoming", "ont": "Ontario", "que": "Quebec", "alta": "Alberta",
    "bc": "British Columbia", "nsw": "New South Wales", "vic": "Victoria", "qld": "Queensland",
}  # fmt: skip


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Return English words that are also somewhere a town's name ("nice", "march")."""
    lines = data_path("lexicon/ordinary_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _person_names() -> dict[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    here: set[str] = set()
    for line in data_path("lexicon/person_names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            here.update(line.split())
    return {name: frozenset(words) for name, words in sections.items()}


def given_names() -> frozenset[str]:
    """Return frequent given names, in small letters."""
    return _person_names()["given"]


def surnames() -> frozenset[str]:
    """Return frequent surnames, in small letters."""
    return _person_names()["surname"]
