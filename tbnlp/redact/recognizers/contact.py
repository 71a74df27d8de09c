"""Phones, e-mail, web addresses, social handles, cash tags and network numbers."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact import safe_values
from tbnlp.redact.recognizers.table import DIGITS, Rule, cued, has_digits

_SEP: Final = r"[ .,\-/\u00b7_*]{0,3}"
_PHONE: Final = (
    r"(?<![\w])(?:\+?\(?\d{1,3}\)?" + _SEP + r")?\(?\d{3}\)?" + _SEP + r"\d{3}" + _SEP
    + r"\d{2}" + _SEP + r"\d{2}(?![\d])"
)
_PLATFORMS: Final = (
    r"instagram|insta|ig|snapchat|snap|facebook|fb|fbook|tiktok|tik tok|twitter|telegram|tg|telegr|"
    r"whatsapp|wa|kik|wechat|weixin|discord|only ?fans|skip ?the ?games|mega ?personals|backpage|"
    r"messenger|viber|kakao ?talk|kakao|zalo|imo|vk|line|signal|line id|reddit|tumblr|pinterest|youtube|twitch|steam|roblox|tinder|"
    r"badoo|grindr|plenty ?of ?fish|pof|venmo|cash ?app|cashapp|zelle|paypal|apple cash|handle|"
    r"username|user ?name|screen ?name|gamertag|messenger id"
)
_AT: Final = r"(?: ?@ ?| ?[\[({] ?at ?[\])}] ?| at )"
_DOT: Final = r"(?: ?\. ?| ?[\[({] ?(?:dot|\.) ?[\])}] ?| dot )"
_MAIL_WORD: Final = r"[A-Za-z0-9_%+\-]{1,40}"


def _not_hotline(match: re.Match[str]) -> bool:
    return not safe_values.is_hotline(match["v"] if "v" in match.re.groupindex else match[0])


def _looks_like_handle(match: re.Match[str]) -> bool:
    value, lead = match["v"], match["lead"].lower()
    if re.search(r"[_\d./]", value.strip(".")):
        return True
    firm = any(mark in lead for mark in (":", "=", "@", "handle", "name", "user"))
    return firm and value.lower() not in safe_values.FUNCTION_WORDS


def _is_domain(match: re.Match[str]) -> bool:
    return safe_values.is_domain(match["host"], match["rest"] or "")


def _not_numbering(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    return re.search(r"(?:section|sec\.?|version|ver\.?|\bv\.?|chapter|art(?:icle)?\.?|para\.?|rule)\s*$",
                     before) is None


def _is_ipv6(match: re.Match[str]) -> bool:
    value = match[0]
    return ("::" in value and re.search(r"[0-9a-fA-F]", value) is not None) or value.count(":") >= 5


_PHONES: Final = (
    Rule("phone_nanp", "PHONE", _PHONE, 0.9, view=DIGITS, accept=_not_hotline),
    Rule("phone_plus", "PHONE", r"\+ ?\(?\d(?:[ .\-()]{0,3}\d){6,14}", 0.95, ("+",), DIGITS, _not_hotline),
    Rule("phone_national", "PHONE",
         r"(?<![\w.])\(?0\d{1,4}\)?[ .\-]{0,2}\d{2,4}[ .\-]?\d{2,4}(?:[ .\-]?\d{2,4})?(?![\w])", 0.85,
         view=DIGITS, accept=has_digits(9)),
    Rule("phone_spaced", "PHONE", r"(?<![\d.])\d(?:[ .\-_*]{1,2}\d){6,14}(?![\d])", 0.8, view=DIGITS,
         accept=_not_hotline),
    Rule("phone_local", "PHONE", r"(?<![\w\-.$])\d{3}[\-.]\d{4}(?![\w\-])", 0.8, view=DIGITS),
    Rule("phone_pairs", "PHONE", r"(?<![\d.])\d{2}(?:[ .\-]\d{2}){3,5}(?![\d])", 0.8, view=DIGITS),
    Rule("phone_cued", "PHONE",
         cued(r"phone|cell(?:phone)?|mobile|mob|tel(?:ephone|\.)?|telefono|celular|landline|fax|"
              r"pager|whatsapp|signal|ph|pho|contact|callback|call(?:ed)?(?: (?:her|him|them|me))?(?: at| on)?|"
              r"text(?:ed)?(?: (?:her|him|them|me))?(?: at| on)?|reach(?:able)?(?: at| on)?|zelle(?: to)?",
              r"\(?\d(?:[ .,\-/()]{0,3}\d){5,14}"), 0.9, view=DIGITS, accept=_not_hotline),
    Rule("phone_last_four", "PHONE",
         r"(?i)\b(?:phone|cell|mobile|number|line|whatsapp|text(?:s|ed)?|call(?:s|ed)?|tel)\b[^\n.;]{0,24}?"
         r"\b(?:ending|ends|last (?:four|4))(?: (?:in|with|is|are|digits))*[ :#.\-]{0,3}(?P<v>\d{2,5})\b",
         0.85, ("ending", "ends", "last"), DIGITS),
    Rule("phone_extension", "PHONE", r"(?i)\b(?:ext|extn|extension|x)[ .:#]{0,2}(?P<v>\d{2,6})\b", 0.7,
         ("ext", "x"), DIGITS),
)
_MAIL: Final = (
    Rule("email", "EMAIL",
         r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-']{1,64}(?:@| @ |@ )[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6}",
         1.0, ("@",)),
    Rule("email_spelt", "EMAIL",
         rf"(?i)(?<![A-Za-z0-9]){_MAIL_WORD}(?:{_DOT}{_MAIL_WORD}){{0,3}}{_AT}{_MAIL_WORD}"
         r"(?:(?: ?[\[({] ?(?:dot|\.) ?[\])}] ?| dot | ?\. ?)[A-Za-z0-9\-]{2,30}){0,2}"
         r"(?: ?[\[({] ?(?:dot|\.) ?[\])}] ?| dot )(?:com|net|org|edu|gov|co|mx|uk|ph|info|io|me|us|[a-z]{2,10})\b",
         0.95, ("dot", "[", "(", "{")),
    Rule("email_provider", "EMAIL",
         rf"(?i)(?<![A-Za-z0-9]){_MAIL_WORD}(?:\.{_MAIL_WORD}){{0,3}} ?(?:@|\(at\)|\[at\]) ?"
         r"(?:gmail|yahoo|hotmail|outlook|icloud|aol|proton(?:mail)?|live)\b(?: ?\.? ?[a-z]{2,4}\b)?",
         0.9, ("@", "at]", "at)")),
)
_WEB: Final = (
    Rule("url_scheme", "URL", r"(?i)\b(?:https?|hxxps?|ftp|tg|whatsapp)(?:://|\[:\]//|:\\\\)[^\s<>\"]{1,200}",
         1.0, ("://", "[:]", ":\\")),
    Rule("url_www", "URL", r"(?i)\bwww\d?\.[^\s<>\"]{2,200}", 1.0, ("www",)),
    Rule("url_defanged", "URL",
         r"(?i)(?<![A-Za-z0-9])[A-Za-z0-9\-]{1,63}(?:[\[(]\.[\])][A-Za-z0-9\-]{1,63}){1,6}(?:/[^\s<>\"]{0,200})?",
         0.95, ("[.]", "(.)")),
    Rule("url_bare", "URL",
         r"(?<![A-Za-z0-9@.\-])(?P<v>(?P<host>[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6})"
         r"(?P<rest>/[^\s<>\"]{0,200})?)", 0.9, (".",), accept=_is_domain),
    Rule("what_three_words", "ADDRESS", r"///[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}", 1.0, ("///",)),
)
_SOCIAL: Final = (
    Rule("handle_at", "HANDLE", r"(?<![\w.@])@[A-Za-z0-9_][A-Za-z0-9._\-]{1,30}", 0.95, ("@",)),
    Rule("handle_cued", "HANDLE",
         rf"(?i)(?<![A-Za-z0-9])(?:{_PLATFORMS})(?![A-Za-z])(?P<lead>(?:[ '\"]{{0,2}}(?:account|acct|page|"
         r"profile|handle|user ?name|name|user|id|is|was|as|under|by|called|to|[:=@(]|-)){0,4}[ '\"]{0,2})"
         r"(?P<v>[/$]?[A-Za-z0-9_][A-Za-z0-9._\-]{1,31}(?: ?[\[(]?(?:dot|\.)[\])]? ?[A-Za-z0-9_]{1,20})?)",
         0.85, accept=_looks_like_handle),
    Rule("handle_dotted", "HANDLE",
         r"(?i)(?<![A-Za-z0-9])[A-Za-z0-9_]{2,24} ?[\[({](?:dot|underscore|at)[\])}] ?[A-Za-z0-9_]{1,24}",
         0.85, ("dot", "underscore", "(at", "[at")),
    Rule("handle_path", "HANDLE", r"(?<![\w/])/[A-Za-z][A-Za-z0-9]{1,24}(?:[._][A-Za-z0-9]{1,24}){1,4}", 0.8, ("/",)),
    Rule("handle_underscore", "HANDLE", r"(?<![\w.@/\-])(?=[A-Za-z0-9_]{0,40}[A-Za-z])[A-Za-z0-9]{1,20}_[A-Za-z0-9_]{1,30}(?!\w)", 0.8, ("_",)),
    Rule("handle_request", "HANDLE", r"(?i)\b(?:friend request|follow(?:ed|er|s)?|request|message|msg|dm|user|account|profile|page|added|adds?)\b[^\n;]{0,30}?\b(?:from|by|called|named|as|is)[ ]\"?(?P<v>[A-Za-z0-9]{1,20}(?:[._][A-Za-z0-9]{1,20}){1,4})(?!\w)", 0.8, (".", "_")),
    Rule("cash_tag", "HANDLE", r"(?<![\w$])\$[A-Za-z][A-Za-z0-9_\-]{1,19}", 0.95, ("$",)),
    Rule("cash_tag_spoken", "HANDLE", r"(?i)\bdollar ?sign,? [A-Za-z][A-Za-z0-9_\-]{2,19}", 0.9, ("dollar",)),
)
_NETWORK: Final = (
    Rule("ip_v4", "IP", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\d.]\d)", 0.9, (".",), accept=_not_numbering),
    Rule("ip_v6", "IP", r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])", 0.9, (":",), accept=_is_ipv6),
    Rule("mac", "IP", r"(?<![\w:])(?:[0-9a-fA-F]{2}[:\-]){5}[0-9a-fA-F]{2}(?![\w:])", 0.95, (":", "-")),
    Rule("uuid", "OTHER_ID", r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", 1.0, ("-",)),
    Rule("device", "OTHER_ID",
         cued(r"imei|imsi|iccid|sim(?: card)?|serial|s/n|sn|airtag|ankle (?:monitor|bracelet)|gps (?:unit|monitor)|"
              r"device id|ad(?:vertising)? id|gaid|idfa|udid", r"(?=[A-Za-z\-]{0,9}\d)[A-Za-z0-9](?:[ \-]?[A-Za-z0-9]){4,24}"),
         0.9),
)
RULES: Final = (*_PHONES, *_MAIL, *_WEB, *_SOCIAL, *_NETWORK)
"""Every rule of the family; plain patterns with bounded repeats in place of the quadratic stock ones."""
