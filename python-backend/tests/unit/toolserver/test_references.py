"""Schemas that were written to stand alone, found again from the root of a document."""

from toolserver.api.references import components


def test_definitions_become_components_and_are_found_there() -> None:
    schema = {
        "title": "Order",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"to": {"$ref": "#/$defs/Address"}, "again": {"$ref": "#/properties/to"}, "all": {"$ref": "#"}},
        "$defs": {"Address": {"title": "Address", "items": [{"$ref": "#/$defs/A Line[0]"}]}, "A Line[0]": {}},
    }

    assert dict(components("Arguments_x", schema)) == {
        "Arguments_x": {
            "properties": {
                "to": {"$ref": "#/components/schemas/Arguments_x.Address"},
                "again": {"$ref": "#/components/schemas/Arguments_x/properties/to"},
                "all": {"$ref": "#/components/schemas/Arguments_x"},
            }
        },
        "Arguments_x.Address": {"items": [{"$ref": "#/components/schemas/Arguments_x.A_Line_0_"}]},
        "Arguments_x.A_Line_0_": {},
    }


def test_what_refers_elsewhere_is_left_as_it_is() -> None:
    elsewhere = {"properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"$ref": "https://schemas.example/b"}}}

    assert dict(components("x", elsewhere)) == {"x": elsewhere}
