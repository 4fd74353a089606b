"""Is a text English? A light check by script and by function words, enough to refuse what the parser can't read.

It is made to let English pass: telegraphic headlines, capitals, names in other languages. A short text in an
unlisted language may pass too, and then yields few claims or none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

# The most frequent function words of each language, written from general knowledge. Words that are also common
# English ones ("in", "an", "die", "me", "on", "as") stand only in the English list.
_ENGLISH = frozenset(
    "the of and to in a is that for it was on are as with his they at be this from have or by one had not but what "
    "all were we when there can an your which their said if do will each about how up out them then she many some "
    "so these would other into has more her two like him see time could no than been its who now my over after also "
    "me our he i you did any only most against because where before between under while during".split()
)
_OTHERS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "French": "le la les des du une et est dans que qui pour par sur au aux avec ce cette pas plus son ses sont "
        "été ont mais ou leur d l qu",
        "Spanish": "el la los las del una y en que de por con para su sus se es al lo como más pero fue ha han este "
        "esta sobre entre",
        "Portuguese": "o os da das dos uma e em que de por com para seu sua se é ao na nas nos não mais foi como são "
        "pelo pela",
        "Italian": "il lo la gli della delle dei del di e che per con una sono è nel nella alla non più anche dal ha "
        "si come",
        "German": "der das und ist von den dem mit nicht ein eine einer sich auf für im des auch als nach bei wurde "
        "sind hat wird haben wurden wurde sagte viele am zum zur durch mehr",
        "Dutch": "de het een van en is dat op te zijn met voor niet aan er om ook als door naar bij werd wordt heeft",
        "Swedish": "och att det som är av för med den till har inte om ett men var på från",
        "Danish or Norwegian": "og at det er som af av til for med den ikke har på et var men blev ble fra",
        "Turkish": "ve bir bu da de için ile olarak olan daha çok gibi kadar sonra ise ancak dedi",
        "Polish": "i w na z do się że nie jest o od po za przez dla oraz jak to był które",
        "Czech or Slovak": "a v na se že je o z do s za k pro jako po od by byl jsou",
        "Romanian": "și în de la cu pe din o un nu care pentru este au a fost mai că",
        "Indonesian or Malay": "yang dan di dari untuk dengan pada ini itu dalam tidak oleh akan adalah telah",
        "Swahili": "na ya wa kwa ni za la katika kuwa hiyo huo alisema watu",
        "Somali": "iyo ka ku oo u in ay waa la soo uu lagu",
        "Hausa": "da na a ya ta ba ne ce su wani yi cikin",
        "Serbian, Croatian or Bosnian": "i u je da se na su za od sa koji iz kako nije bio bi",
        "Hungarian": "a az és hogy nem is egy meg volt ez de csak mint szerint",
        "Finnish": "ja on ei että se hän oli ovat mutta myös kun kuin",
    }.items()
}
# Word to languages; words that English has too tell nothing.
_TELLING = {
    word: tuple(name for name, listed in _OTHERS.items() if word in listed)
    for word in sorted(frozenset().union(*_OTHERS.values()) - _ENGLISH)
}
_SCRIPTS = {
    "ARABIC": "Arabic, Persian or Urdu script", "CYRILLIC": "Russian or another language in Cyrillic script",
    "CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "HEBREW": "Hebrew", "GREEK": "Greek", "DEVANAGARI": "Hindi or another language in Devanagari",
    "ETHIOPIC": "Amharic or Tigrinya", "THAI": "Thai", "BENGALI": "Bengali", "TAMIL": "Tamil",
    "MYANMAR": "Burmese", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")

# Enough of a text to tell its language, in characters.
_SAMPLE = 20_000
# Fewer words than this tell nothing by their function words; from the larger number on, the absence of English
# ones tells that it is some other language, listed or not.
_FEWEST_WORDS = 8
_ENOUGH_WORDS = 60
# A sentence of this many words without a single English function word, but with others', is not English.
_FEWEST_SENTENCE = 12
_LEAST_ENGLISH = 0.08
_PLAINLY_ENGLISH = 0.3
_LARGELY_ENGLISH = 0.16


def is_english(text: str) -> bool:
    """Whether a text can be taken for English.

    >>> is_english("The army shelled the town."), is_english("L'armée a bombardé la ville dans la nuit de lundi.")
    (True, False)
    """
    return refusal(text) is None


def refusal(text: str) -> str | None:
    """What a text that is not English looks like ("French"), None for one that may be English."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        script = _foreign_script(sample)
        if script:
            return script
    lowered = sample.lower()
    # Most texts are plainly English; so many of its function words leave no room for those of another language.
    rough = lowered.split()
    if len(rough) >= _FEWEST_SENTENCE:
        found = sum(map(_ENGLISH.__contains__, rough))
        if found >= _PLAINLY_ENGLISH * len(rough):
            return None
        # So are those with fewer of them, where there is next to nothing of other languages.
        if found >= _LARGELY_ENGLISH * len(rough) and 2 * sum(map(_TELLING.__contains__, rough)) <= found:
            return None
    words = _WORD.findall(lowered)
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counter(words)
    english = 0
    found_of, distinct_of = dict.fromkeys(_OTHERS, 0), dict.fromkeys(_OTHERS, 0)
    for word, count in counts.items():
        if word in _ENGLISH:
            english += count
        elif word in _TELLING:
            for language in _TELLING[word]:
                found_of[language] += count
                distinct_of[language] += 1
    best, name = 0, ""
    for language, found in found_of.items():
        if found > best and distinct_of[language] >= (3 if english else 2):
            best, name = found, language
    if best > 1.5 * english and best >= 0.1 * len(words):
        return name
    if english == 0 and best and len(words) >= _FEWEST_SENTENCE:
        return name
    if len(words) >= _ENOUGH_WORDS and english < _LEAST_ENGLISH * len(words):
        return "a language other than English, or a list rather than sentences"
    return None


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ", 1)[0] if char.isalpha() else ""


def _foreign_script(sample: str) -> str | None:
    if 10 * (len(sample) - len(sample.encode("ascii", "ignore"))) < len(sample):
        return None
    scripts: Counter[str] = Counter()
    for char, n in Counter(sample).items():
        if script := _script(char):
            scripts[script] += n
    letters = scripts.total()
    if not letters:
        return None
    script, n = scripts.most_common(1)[0]
    if script == "LATIN" or 2 * n < letters:
        return None
    return _SCRIPTS.get(script, f"a language in {script.title()} script")
