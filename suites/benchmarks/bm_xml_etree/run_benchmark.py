"""xml.etree in Python: a tree built, serialised, iterated and searched by path."""

import sys

sys.modules["_elementtree"] = None  # the implementation in Python is what is measured
import xml.etree.ElementTree as ElementTree  # noqa: E402

import pyperf  # noqa: E402

SECTIONS = 12


def build():
    root = ElementTree.Element("root", version="1")
    for number in range(SECTIONS):
        section = ElementTree.SubElement(root, "section", id=str(number), kind="even" if number % 2 == 0 else "odd")
        for part in range(8):
            item = ElementTree.SubElement(section, "item", {"n": str(part)})
            item.text = f"text & <{part}>"
            item.tail = "\n"
            ElementTree.SubElement(item, "leaf").text = "x"
    return root


def bench_xml_etree():
    root = build()
    text = ElementTree.tostring(root, encoding="unicode")
    found = (
        len(list(root.iter("item"))),
        len(root.findall("./section[@kind='even']/item")),
        len(root.findall(".//leaf")),
        sum(int(item.get("n")) for item in root.iter("item")),
        text.count("&amp; &lt;"),
    )
    if found != (SECTIONS * 8, SECTIONS * 4, SECTIONS * 8, SECTIONS * 28, SECTIONS * 8):
        raise ValueError(f"found {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "xml.etree.ElementTree in Python, without a parser."
    runner.bench_func("xml_etree", bench_xml_etree)
