"""What an article says of defence diplomacy."""

from parsers.coder.coder import CODER, CODER_VERSION, code, version
from parsers.coder.form import as_json
from parsers.coder.ontology import ONTOLOGY_VERSION
from parsers.records import Coding

__all__ = ["CODER", "CODER_VERSION", "ONTOLOGY_VERSION", "Coding", "as_json", "code", "version"]
