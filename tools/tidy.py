"""The tail of the code: functions over 70 lines, files over 500, more than 6 parameters. A signal, not a law."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_FUNCTION, LONGEST_FILE, MOST_PARAMETERS = 70, 500, 6


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many things a caller has to know."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def findings(path: Path) -> list[str]:
    """What sticks out of one file."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    lines = len(text.splitlines())
    found = [f"{name}: {lines} lines"] if lines > LONGEST_FILE else []
    for function in functions(ast.parse(text)):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        where = f"{name}:{function.lineno} {function.name}"
        if length > LONGEST_FUNCTION:
            found.append(f"{where}: {length} lines")
        if parameters(function) > MOST_PARAMETERS:
            found.append(f"{where}: {parameters(function)} parameters")
    return found


def main() -> None:
    """Print the tail and the middle."""
    files = sorted((ROOT / "src").rglob("*.py"))
    lengths = sorted(
        (one.end_lineno or one.lineno) - one.lineno + 1
        for path in files
        for one in functions(ast.parse(path.read_text(encoding="utf-8")))
    )
    for line in (line for path in files for line in findings(path)):
        print(line)
    middle, tenth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    print(f"{len(files)} files, {len(lengths)} functions: median {middle} lines, 90 % up to {tenth}")


if __name__ == "__main__":
    main()
