"""Cards, accounts, transfers and wallets."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.recognizers.table import DIGITS, Rule, cued, has_digits

_SEED_LENGTH: Final = 12
"""A recovery phrase has at least this many words."""


def _not_money(match: re.Match[str]) -> bool:
    return "$" not in match.string[max(0, match.start("v") - 2) : match.start("v")]


def _seed(match: re.Match[str]) -> bool:
    return len(match["v"].split()) >= _SEED_LENGTH


RULES: Final = (
    Rule("card", "ACCOUNT", r"(?<![\w.\-])\d{4}[ \-.]?\d{4}[ \-.]?\d{4}[ \-.]?\d{1,7}(?![\w\-])", 0.95, view=DIGITS),
    Rule("card_amex", "ACCOUNT", r"(?<![\w.\-])3[47]\d{2}[ \-.]?\d{6}[ \-.]?\d{5}(?![\w\-])", 0.95, view=DIGITS),
    Rule("iban", "ACCOUNT", r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \-]?[A-Za-z0-9]{4}){2,7}(?:[ \-]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])", 0.95,
         accept=has_digits(8)),
    Rule("account_cued", "ACCOUNT",
         cued(r"acc(?:oun)?ts?|a/c|acct ?#|routing|aba|rtn|iban|swift|bic|sort code|clabe|checking|savings|debit|credit|card|visa|mastercard|amex|"
              r"mtcn|western union|moneygram|remitly|xoom|ria|wire|transfer|money order|ebt|snap|benefits? card|wic|bank|"
              r"check(?= ?(?:#|no))|cheque|deposit|confirmation|control|tracking|remittance|pin(?= ?(?:is|was|:|#|=|\d))",
              r"\d(?:[ \-]{0,2}\d){3,19}"), 0.85, view=DIGITS, accept=_not_money),
    Rule("account_ending", "ACCOUNT",
         r"(?i)\b(?:acc(?:oun)?t|card|visa|debit|credit|bank|chase|wells fargo|ebt|checking|savings|mastercard)\b[^\n.;]{0,24}?\b(?:ending|ends|last (?:four|4))"
         r"(?: (?:in|with|is|digits))*[ :#*\-x]{0,6}(?P<v>\d{2,6})\b", 0.9, ("ending", "ends", "last"), DIGITS),
    Rule("card_masked", "ACCOUNT", r"(?i)(?:[x*\u2022]{4}[ \-]?){1,3}(?P<v>\d{3,4})\b", 0.9),
    Rule("wallet_bech32", "ACCOUNT", r"(?i)(?<![A-Za-z0-9])(?:bc1|tb1|ltc1)[a-z0-9]{11,87}(?![A-Za-z0-9])", 1.0, ("bc1", "tb1", "ltc1")),
    Rule("wallet_base58", "ACCOUNT", r"(?<![A-Za-z0-9])(?=[A-Za-z]{0,20}\d)[13T48][1-9A-HJ-NP-Za-km-z]{25,106}(?![A-Za-z0-9])", 0.95),
    Rule("wallet_hex", "ACCOUNT", r"(?i)(?<![A-Za-z0-9])0x[0-9a-f]{3,64}(?:\.{2,3}[0-9a-f]{2,16})?(?![A-Za-z0-9])", 0.95, ("0x",)),
    Rule("wallet_cut", "ACCOUNT", r"(?i)\bwallet[ :#]{1,3}(?P<v>[A-Za-z0-9]{3,12}\.{2,3}[A-Za-z0-9]{3,12})", 0.95, ("wallet",)),
    Rule("seed_phrase", "ACCOUNT", r"(?i)\b(?:seed|recovery|secret)(?: phrase| words)?[ :\"]{1,3}(?P<v>[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){11,23})\b", 0.9, ("seed", "recovery", "secret"), accept=_seed),
    Rule("password", "OTHER_ID",
         r"(?i)\b(?:password|passcode|pass ?word|pwd|pw|passphrase|contrasena|clave|login|door code|gate code|lock ?box|access code|entry code|pin(?: code)?|combo|codeword|code word|safe word)\b"
         r"(?:[ ]{0,2}(?:is|was|to|for|it's)\b){0,2}[ ]{0,2}[:=\"' ]{1,3}(?P<v>(?=[^\s]{0,24}[\d!@#$%^&*])[^\s\"',;]{3,32})", 0.9),
    Rule("code_word", "OTHER_ID", r"(?i)\b(?:code ?word|safe ?word|password|passphrase)(?: (?:is|was))?[ ]{0,2}[:=]?[ ]{0,2}[\"'](?P<v>[^\"'\n]{2,32})[\"']", 0.9),
    Rule("hash", "OTHER_ID", r"(?i)\bhash[ :=]{1,3}(?P<v>(?=[a-f0-9]{0,16}\d)[0-9a-f]{4,64})\b", 0.8, ("hash",)),
)
"""Every rule of the family. Luhn, IBAN and routing checks play no part: a wrong digit never unmasks."""
