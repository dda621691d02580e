from __future__ import annotations

import pytest
from lxml import etree

from gridwatch.simulator.soap import DEVICE, SoapFault, element, entity, envelope, not_authorized, read_call

CALL = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>%s</s:Header>'
    '<s:Body><!-- x --><d:GetCapabilities xmlns:d="' + DEVICE + '"><d:Category> All </d:Category>'
    "</d:GetCapabilities></s:Body></s:Envelope>"
)


def test_read_a_call() -> None:
    """Operation, namespace and arguments are found; without a header there is no token."""
    call = read_call((CALL % "").encode())
    assert (call.namespace, call.operation) == (DEVICE, "GetCapabilities")
    assert call.arguments == {"Category": "All"}
    assert call.token is None


def test_read_a_token() -> None:
    """The token's parts are read whatever prefix they have; its repr hides the password."""
    header = (
        '<w:Security xmlns:w="w"><w:UsernameToken><w:Username>u</w:Username>'
        '<w:Password Type="x#PasswordDigest">hidden=</w:Password><w:Nonce>n</w:Nonce><Created>t</Created>'
        "</w:UsernameToken></w:Security>"
    )
    token = read_call((CALL % header).encode()).token
    assert token is not None
    assert (token.user, token.password, token.is_digest) == ("u", "hidden=", True)
    assert (token.nonce, token.created) == ("n", "t")
    assert "hidden" not in repr(token)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<a",
        b"<a/>",
        b"GET / HTTP/1.1",
        b'<Envelope xmlns="x"><Body/></Envelope>',
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
    ],
)
def test_not_a_call(raw: bytes) -> None:
    """What is no envelope is a Sender fault, never an exception of the parser."""
    with pytest.raises(SoapFault) as fault:
        read_call(raw)
    assert fault.value.status == 400


def test_fault_body() -> None:
    """A fault carries its codes and its escaped reason."""
    fault = SoapFault("Sender", "ter:InvalidArgVal", "no <such> thing", "ter:NoProfile")
    root = etree.fromstring(fault.body())
    assert [node.text for node in root.iter("{*}Value")] == [
        "env:Sender",
        "ter:InvalidArgVal",
        "ter:NoProfile",
    ]
    assert next(root.iter("{*}Text")).text == "no <such> thing"
    assert not_authorized().subcode == "ter:NotAuthorized"
    assert SoapFault("Receiver", "ter:ActionNotSupported", "").status == 500


def test_elements_are_escaped() -> None:
    """Text and attributes cannot break out of their element."""
    made = envelope(entity("tt:A", 'a"b', element("tt:B", text="<&>")))
    node = next(etree.fromstring(made).iter("{*}A"))
    assert node.get("token") == 'a"b'
    assert node[0].text == "<&>"
