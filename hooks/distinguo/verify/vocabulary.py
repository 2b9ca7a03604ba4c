"""The part of schema.org's vocabulary that the pages may speak: types, their properties, and what each may hold.

The list is closed: a name that is not in it is a mistake. It follows release 30.0 of https://schema.org, whose
vocabulary is under CC BY-SA 3.0 (https://schema.org/docs/terms.html). A type inherits properties as it does there;
where we write less than schema.org allows, so does the list.
"""

from __future__ import annotations

CONTEXT = "https://schema.org"

# What a property may hold. In lower case: a "text" that stands on the page, "html" of the tags below whose words stand
# there, a "code" that no reader sees, the "language" of the page, an "address", a "moment" (a date with time and zone),
# a "year", a "number". With a capital: a node of that type, or a reference to one.
_PAGES = "WebPage FAQPage"
_WORKS = f"{_PAGES} Article CreativeWork DefinedTermSet Quiz Table WebSite"
_PARTIES = "Organization Person"
_THING = {"name": "text", "description": "text", "url": "address", "image": "address ImageObject"}
_CREATIVE_WORK = _THING | {
    "about": "DefinedTerm",
    "author": _PARTIES,
    "citation": _WORKS,
    "dateModified": "moment",
    "datePublished": "moment",
    "hasPart": _WORKS,
    "headline": "text",
    "inLanguage": "language",
    "isPartOf": _WORKS,
    "license": "address",
    "mainEntity": "Article ItemList Quiz",
    "publisher": _PARTIES,
    "text": "text",
}
_WEB_PAGE = _CREATIVE_WORK | {
    "breadcrumb": "BreadcrumbList",
    "primaryImageOfPage": "ImageObject",
    "reviewedBy": _PARTIES,
}
_ITEM_LIST = _THING | {"itemListElement": "ListItem", "numberOfItems": "number"}

_PROPERTIES = {
    "Answer": _CREATIVE_WORK | {"text": "html", "answerExplanation": "Comment"},
    "Article": _CREATIVE_WORK,
    "BreadcrumbList": _ITEM_LIST,
    "Comment": _CREATIVE_WORK,
    "CreativeWork": _CREATIVE_WORK | {"datePublished": "year"},  # a source: more of its date is not known
    "DefinedTerm": _THING | {"inDefinedTermSet": "DefinedTermSet"},
    "DefinedTermSet": _CREATIVE_WORK | {"hasDefinedTerm": "DefinedTerm"},
    "FAQPage": _WEB_PAGE | {"mainEntity": "Question"},
    "ImageObject": _CREATIVE_WORK | {"caption": "text", "contentUrl": "address"},
    "ItemList": _ITEM_LIST,
    "ListItem": _THING | {"item": "address", "position": "number"},  # of a page that is no node here, so no reference
    "Organization": _THING | {"logo": "address ImageObject"},
    "Person": _THING,
    "Question": _CREATIVE_WORK | {"acceptedAnswer": "Answer", "suggestedAnswer": "Answer", "eduQuestionType": "code"},
    "Quiz": _CREATIVE_WORK | {"hasPart": "Question"},
    "Table": _CREATIVE_WORK,
    "WebPage": _WEB_PAGE,
    "WebSite": _CREATIVE_WORK,
}

TYPES = {
    type_name: {name: frozenset(kinds.split()) for name, kinds in properties.items()}
    for type_name, properties in _PROPERTIES.items()
}

# Names that schema.org once had for properties of these types, and what took the place of each.
SUPERSEDED = {
    "awards": "award",
    "colleagues": "colleague",
    "contactPoints": "contactPoint",
    "employees": "employee",
    "encodings": "encoding",
    "events": "event",
    "fileFormat": "encodingFormat",
    "founders": "founder",
    "hasProductReturnPolicy": "hasMerchantReturnPolicy",
    "isBasedOnUrl": "isBasedOn",
    "members": "member",
    "parents": "parent",
    "reviews": "review",
    "serviceArea": "areaServed",
    "siblings": "sibling",
    "significantLinks": "significantLink",
}

# The tags of an answer's text that search engines have documented; they ignore all others.
ANSWER_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "br", "ol", "ul", "li", "a", "p", "div", "b", "strong", "i", "em")

# The facts without which a node of a type says nothing. schema.org requires none; these are what its readers document
# as needed, or can do nothing without. The code that writes the markup has a list of its own (`REQUIRED` in
# `blocks/graph_nodes.py`), by which it leaves out what lacks a fact. They are two on purpose, since a fact that was
# forgotten there would be missed by nobody here; of what it writes that one asks for no less, which a test holds.
REQUIRED = {
    "Answer": ("text",),
    "Article": ("headline", "author", "publisher", "datePublished", "dateModified"),
    "Comment": ("text",),
    "CreativeWork": ("name",),
    "DefinedTerm": ("name",),
    "DefinedTermSet": ("name", "hasDefinedTerm"),
    "FAQPage": ("name", "url", "mainEntity"),
    "ItemList": ("itemListElement",),
    "ListItem": ("name", "position"),
    "Organization": ("name",),
    "Person": ("name",),
    "Question": ("name", "acceptedAnswer"),
    "Quiz": ("name", "hasPart"),
    "Table": ("name",),
    "WebPage": ("name", "url"),
    "WebSite": ("name", "url"),
}
