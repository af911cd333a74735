"""What must not be kept is masked; what only looks like it stays."""

from __future__ import annotations

import time

import pytest

from milepost.sales.secrets import masked

SECRETS = [
    ("my card is 4111 1111 1111 1111", "my card is [card number]"),
    ("4111111111111111 12/27 123", "[card number] 12/27 123"),
    ("\uff14111 1111 1111 1111", "[card number]"),
    ("5500-0000-0000-0004, exp 01/28", "[card number], exp 01/28"),
    ("amex 3782 822463 10005 please", "amex [card number] please"),
    ("pay with 6011 1111 1111 1117 or 4012 8888 8888 1881", "pay with [card number] or [card number]"),
    ("card 2223003122003222 cvv 123", "card [card number] cvv [card number]"),
    ("CVC: 4321", "CVC: [card number]"),
    ("DE89 3704 0044 0532 0130 00 thanks", "[IBAN] thanks"),
    ("iban gb82west12345698765432", "iban [IBAN]"),
    ("FR1420041010050500013M02606", "[IBAN]"),
    ("mi cuenta ES9121000418450200051332, gracias", "mi cuenta [IBAN], gracias"),
    ("PT50 0002 0123 1234 5678 9015 4", "[IBAN]"),
    ("my password is hunter2", "my password is [password]"),
    ("My Password is Tr0ub4dor&3!", "My Password is [password]"),
    ("password: sunshine, user: bob", "password: [password], user: bob"),
    ("pw: abc", "pw: [password]"),
    ("user bob pwd=s3cret ok", "user bob pwd=[password] ok"),
    ('the password is "blue monkey"', 'the password is "[password] monkey"'),
    ("mein Passwort ist Geheim123", "mein Passwort ist [password]"),
    ("Kennwort: Sommer!", "Kennwort: [password]"),
    ("Das Passwort lautet xyz789.", "Das Passwort lautet [password]."),
    ("mi contraseña es perro123", "mi contraseña es [password]"),
    ("contrasena: gato", "contrasena: [password]"),
    ("mon mot de passe est soleil99", "mon mot de passe est [password]"),
    ("mdp : azerty1", "mdp : [password]"),
    ("minha senha é abacaxi7", "minha senha é [password]"),
    ("a minha palavra-passe é benfica", "a minha palavra-passe é [password]"),
    ("my pin is 4821", "my pin is [password]"),
    ("https://bob:hunter2@host.example/x", "https://bob:[password]@host.example/x"),
    ("sk-proj-abcdEFGH1234ijklMNOP5678", "[key]"),
    ("use ghp_16C7e42F292c6912E7710c838347Ae178B4a now", "use [key] now"),
    ("AKIAIOSFODNN7EXAMPLE is my aws key", "[key] is my aws key"),
    ("xoxb-123456789012-abcdef", "[key]"),
    ("api key: 9f8e7d6c5b", "api key: [key]"),
    ("the API token is abcd1234efgh", "the API token is [key]"),
    ("Authorization: Bearer abcdefghijklmnop123456", "Authorization: Bearer [key]"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", "[key]"),
    ("here: aB3dE5fG7hJ9kL1mN3pQ5rS7tU9v", "here: [key]"),
    ("0123456789abcdef0123456789abcdef", "[key]"),
    ("https://x.example/?token=abcdef123456&a=1", "https://x.example/?token=[key]&a=1"),
    ("mein API-Schlüssel: a1b2c3d4e5", "mein API-Schlüssel: [key]"),
    ("clé API : a1b2c3d4e5", "clé API : [key]"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "[key]"),
    ("ssn 123-45-6789", "ssn [id number]"),
    ("it is 123-45-6789.", "it is [id number]."),
    ("my NI number is QQ 12 34 56 C", "my NI number is [id number]"),
    ("mi DNI es 12345678Z", "mi DNI es [id number]"),
    ("12345678Z", "[id number]"),
    ("NIE X1234567L", "NIE [id number]"),
    ("CPF 529.982.247-25", "CPF [id number]"),
    ("529.982.247-25", "[id number]"),
    ("1 85 05 78 006 084 91", "[id number]"),
    ("Steuer-ID: 86095742719", "Steuer-ID: [id number]"),
    ("passport number C01X00T47", "passport number [id number]"),
]

KEPT = [
    "my order number is 4539578763621",
    "order number 4111111111111111",
    "order #20261129-004417",
    "tracking 1Z999AA10123456784",
    "Q-1A2B3C4D",
    "quote Q-1A2B3C4D over 152.00",
    "call me on +49 1512 3456789",
    "+1 (415) 555-2671",
    "0049 151 23456789012",
    "07700 900122",
    "415-555-2671",
    "1.234.567,89 EUR",
    "$1,299.00 for 12 seats",
    "2026-12-29 and 29.12.2026",
    "between 2026-11-29 and 2026-12-29 18:00",
    "EAN 4006381333931",
    "SKU AB-123456-XL",
    "part 12345678A",
    "AB123456C",
    "ISBN 978-3-16-148410-0",
    "serial 356938035643809",
    "550e8400-e29b-41d4-a716-446655440000",
    "my password is not working",
    "is the password the same?",
    "the password reset mail never came",
    "mein Passwort ist falsch",
    "mi contraseña es incorrecta",
    "mon mot de passe est expiré",
    "minha senha é inválida",
    "do you have a password manager for 5 people?",
    "what is a token?",
    "is there an API key per user",
    "api key: how do I get one",
    "token based pricing is odd",
    "write to anna.muster-mann1987@example-company-with-long-name.example",
    "see https://shop.example/products/aB3dE5fG7hJ9kL1mN3pQ5rS7tU9v",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "ACORN-2026-WELCOME50",
    "12345678",
    "we are 12 people, budget 5000, from 2027",
    "the code 4111 is wrong",
    "security code for the door?",
    "a passport holder, 12 pieces",
    "",
]


@pytest.mark.parametrize(("text", "told"), SECRETS)
def test_a_secret_is_masked(text: str, told: str) -> None:
    assert masked(text) == told


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", [text for text, _ in SECRETS])
def test_what_is_masked_stays_as_it_is_when_masked_again(text: str) -> None:
    assert masked(masked(text)) == masked(text)


def test_a_long_message_is_read_quickly() -> None:
    for text in ("4 " * 1000, "a1B" * 660, "password is " * 160, "DE89" * 500, "-----BEGIN PRIVATE KEY-----" * 70):
        start = time.perf_counter()
        masked(text)
        assert time.perf_counter() - start < 0.5
