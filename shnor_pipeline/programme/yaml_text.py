"""YAML text to plain values, with nothing lost on the way.

Belongs here: the dialect of the programme file and the lines its keys stand on. Does not belong here: what
the values mean.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from shnor_pipeline.programme.errors import KeyPath, Problem, ProgrammeError

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML was built without its C part; slower, otherwise the same
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

_BOOLEAN = "tag:yaml.org,2002:bool"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Dialect(_SafeLoader):
    """Safe YAML in which only ``true`` and ``false`` are booleans and an impossible date stays text.

    YAML 1.1 also reads ``no``, ``yes``, ``on`` and ``off`` as booleans, which would turn the key ``no``
    (number of a row) into ``False``.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares and reads it as a plain class attribute
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
        for letter, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }


def _date_or_text(loader: _Dialect, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        # 2021-13-45: left as text, so that the check of values names the key.
        return node.value


_Dialect.add_constructor(_TIMESTAMP, _date_or_text)
_Dialect.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


class YamlText:
    """A programme file as plain values that knows the line of each key.

    Attributes:
        values: What the file says: dictionaries, lists and scalars.
    """

    def __init__(self, text: str) -> None:
        """Read the text.

        Raises:
            ProgrammeError: The text is not YAML or repeats a key.
        """
        try:
            self._root, self.values = _read(text)
        except yaml.MarkedYAMLError as error:
            raise ProgrammeError(_not_yaml(error)) from error
        except yaml.YAMLError as error:
            raise ProgrammeError("в файле есть знаки, которых не бывает в тексте.") from error
        repeated = tuple(_repeated_keys(self._root))
        if repeated:
            raise ProgrammeError(f"повторяющихся ключей – {len(repeated)}.", repeated)

    def line_of(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of its nearest parent when the key itself is missing."""
        node, line = self._root, None
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            line, node = found
        return line


def _read(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the tree of the text, which knows its lines, and the plain values made of it."""
    loader = _Dialect(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def _not_yaml(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark
    place = "" if mark is None else f"строка {mark.line + 1}, столбец {mark.column + 1}: "
    return (
        f"{place}запись не читается как YAML ({error.problem}). Проверьте отступы (только пробелы), парные "
        "кавычки и двоеточие с пробелом внутри текста: такой текст берут в кавычки."
    )


def _step(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    return None


def _repeated_keys(node: yaml.Node | None, path: KeyPath = ()) -> Iterator[Problem]:
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from _repeated_keys(item, (*path, place))
    elif isinstance(node, yaml.MappingNode):
        first_lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            here = (*path, int(name) if name.isdecimal() else name)
            if name in first_lines:
                found = f"тот же ключ уже стоит в строке {first_lines[name]}"
                yield Problem(here, found, "каждый ключ один раз", line=line)
            first_lines.setdefault(name, line)
            yield from _repeated_keys(value, here)
