"""XML of strangers, read without anything in it that could do harm.

A document type is refused before it is read: no entity, internal or external, can exist without one.
Namespaces are dropped from the names, because BNR changed its own from http to https in 2026.
"""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_MARK = " "


class NotXml(ValueError):
    """The text is no well-formed XML, or carries a document type."""


def parsed(body: bytes) -> Element:
    """The root element, all names without their namespace. Raises NotXml."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=_MARK)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: builder.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: builder.end(_local(name))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotXml(str(error)) from error
    return builder.close()


def _local(name: str) -> str:
    return name.rpartition(_MARK)[2]


def _refuse(name: str, *identity: object) -> None:
    raise NotXml(f"a document type ({name}) is not accepted")
