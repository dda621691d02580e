import time

import pytest

from core.secrets import Credential
from ingest.onvif.digest import authorization, parse_challenge

MUFASA = Credential(user="Mufasa", password="Circle Of Life")


def answer(header, credential=MUFASA, **changes):
    """Answer a challenge as the RFCs' examples do."""
    challenge = parse_challenge([header])
    assert challenge is not None
    asked = {"method": "GET", "uri": "/dir/index.html", "count": 1, "cnonce": "0a4f113b"} | changes
    return authorization(challenge, credential, **asked)


def test_rfc_2617_example():
    """Section 3.5 of RFC 2617 (its password is "Circle Of Life")."""
    header = (
        'Digest realm="testrealm@host.com", qop="auth,auth-int", '
        'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )

    said = answer(header)

    assert 'response="6629fae49393a05397450978507c4ef1"' in said
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in said
    assert "nc=00000001" in said
    assert "algorithm" not in said  # it was not named, and some devices refuse an echo


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_rfc_7616_examples(algorithm, response):
    """Section 3.9.1 of RFC 7616."""
    header = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )

    said = answer(
        header,
        Credential(user="Mufasa", password="Circle of Life"),
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )

    assert f'response="{response}"' in said
    assert f"algorithm={algorithm}" in said


def test_without_qop_the_old_form_is_used():
    """RFC 2069: no count and no client nonce (still found on older cameras)."""
    said = answer('Digest realm="r", nonce="n"')

    assert "nc=" not in said
    assert "cnonce" not in said


def test_a_digest_is_found_among_other_schemes():
    """Several schemes in one header or in several headers; a comma or a word in quotes splits nothing."""
    one = parse_challenge(['Basic realm="a, Digest b", Digest realm="cam \\"1\\"", nonce="n", stale=TRUE'])
    several = parse_challenge(['Basic realm="x"', 'digest REALM="r",NONCE=abc,qop=auth'])

    assert one is not None
    assert (one.realm, one.nonce, one.stale, one.qop) == ('cam "1"', "n", True, None)
    assert several is not None
    assert (several.realm, several.nonce, several.qop) == ("r", "abc", "auth")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        ['Basic realm="x"'],
        ['Digest realm="x"'],
        ['Digest realm="x", nonce="n", algorithm=WHIRLPOOL'],
        ['Digest realm="x", nonce="n", qop="auth-int"'],
        ["Digest"],
    ],
)
def test_what_cannot_be_answered_is_no_challenge(headers):
    """No digest, an incomplete one, or one in an algorithm we do not speak."""
    assert parse_challenge(headers) is None


def test_the_first_answerable_challenge_wins():
    """The server lists what it prefers first (RFC 7616 section 3.7)."""
    found = parse_challenge(
        ['Digest realm="r", nonce="1", algorithm=WHIRLPOOL', 'Digest realm="r", nonce="2", algorithm=SHA-256']
    )

    assert found is not None
    assert (found.nonce, found.algorithm) == ("2", "SHA-256")


def test_quotes_in_a_user_name_stay_inside_it():
    """A user name cannot add fields to the header."""
    said = answer('Digest realm="r", nonce="n"', Credential(user='a", uri="/x', password="p"))

    assert said.startswith('Digest username="a\\", uri=\\"/x", realm=')


def test_session_algorithms():
    """MD5-sess mixes the nonces into the secret."""
    plain = answer('Digest realm="r", nonce="n", qop="auth", algorithm=MD5')
    session = answer('Digest realm="r", nonce="n", qop="auth", algorithm=MD5-sess')

    assert "algorithm=MD5-SESS" in session
    assert plain.split("response=")[1][:34] != session.split("response=")[1][:34]


def test_a_header_without_an_end_holds_nothing_up():
    """A camera may say what it likes, for instance 60 kB of letters: it is read once, not once from each letter."""
    began = time.process_time()
    assert parse_challenge(["Digest " + "a" * 60_000]) is None
    assert time.process_time() - began < 5
