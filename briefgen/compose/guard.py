"""Close the template language: refuse what it does not offer, count steps, and mark where text was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from briefgen.compose.errors import NotOffered
from briefgen.compose.tokens import GAP, refuse_characters
from briefgen.document.nodes import Place
from briefgen.i18n import _
from briefgen.tomlfile import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.compose.environment import Environment

Node = TypeVar("Node", bound=nodes.Node)
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)
_OFFERED = (
    nodes.Template, nodes.Output, nodes.Extends, nodes.For, nodes.If, nodes.Macro, nodes.CallBlock, nodes.With,
    nodes.Block, nodes.Include, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock, nodes.Name,
    nodes.Const, nodes.TemplateData, nodes.Tuple, nodes.List, nodes.Keyword, nodes.CondExpr,
    nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem, nodes.Getattr, nodes.Concat, nodes.Compare, nodes.Operand,
    nodes.Not, nodes.And, nodes.Or,
)


class Guard(NodeTransformer):
    """Rewrites the tree of one template; raises NotOffered."""

    def __init__(self, environment: Environment, template: str) -> None:
        """Stand on the environment that the template will run in."""
        self._environment, self._template, self._line, self._written = environment, template, 1, 0

    def visit(self, node: nodes.Node, *args: object, **kwargs: object) -> nodes.Node:
        """Rewrite a node, if its kind is offered."""
        self._line = node.lineno or self._line  # a few kinds of nodes have no line of their own
        if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
            return nodes.Const(-node.node.value, lineno=node.lineno)
        if isinstance(node, _ARITHMETIC):
            raise self._refusal(node, _("arithmetic"), _("let an indicator compute it"))
        if not isinstance(node, _OFFERED):
            raise self._refusal(node, type(node).__name__, _("use first_n, where and sorted_by"))
        done: nodes.Node = super().visit(node, *args, **kwargs)
        return done

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        """Count the render of a template."""
        return self._counted(node)

    visit_Block = visit_Macro = visit_CallBlock = visit_Template  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Count the steps of a loop and ask its filter for a truth value."""
        if node.recursive:
            raise self._refusal(node, "recursive", _("write one loop inside the other"))
        self._counted(node)
        node.iter = self._asked(node.iter, "rows")
        node.test = self._asked(node.test, "truth") if node.test else None
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:  # noqa: N802
        """Ask a condition for a truth value."""
        self.generic_visit(node)
        node.test = self._asked(node.test, "truth")
        return node

    visit_CondExpr = visit_If  # noqa: N815

    def visit_Not(self, node: nodes.Not) -> nodes.Node:  # noqa: N802
        """Ask the operand for a truth value."""
        self.generic_visit(node)
        node.node = self._asked(node.node, "truth")
        return node

    def visit_And(self, node: nodes.And) -> nodes.Node:  # noqa: N802
        """Ask both operands for truth values."""
        self.generic_visit(node)
        node.left, node.right = self._asked(node.left, "truth"), self._asked(node.right, "truth")
        return node

    visit_Or = visit_And  # noqa: N815

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """Ask both sides for comparable values."""
        self.generic_visit(node)
        node.expr = self._asked(node.expr, "comparable")
        for operand in node.ops:
            operand.expr = self._asked(operand.expr, "comparable")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Join texts by our own function, which keeps figures and their trace."""
        self.generic_visit(node)
        return self._asked(nodes.List(node.nodes, lineno=node.lineno), "joined")

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802
        """Refuse filters over captured text."""
        if node.filter is not None:
            raise self._refusal(node, _("filters over blocks"), _("filter the value"))
        return self.generic_visit(node)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        """Refuse a filter that is not offered, and arguments by star."""
        return self._named(node, self._environment.filters, _("the filter"))

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        """Refuse a test that is not offered, and arguments by star."""
        return self._named(node, self._environment.tests, _("the test"))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Refuse arguments by star."""
        return self._starless(node)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        """Refuse characters that a quoted text brings in by their codes."""
        if isinstance(node.value, str):
            refuse_characters(node.value, self._template, node.lineno)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """Mark where each piece of text and each printed value was written."""
        self.generic_visit(node)
        node.nodes = [piece for child in node.nodes for piece in self._marked(child)]
        return node

    def _marked(self, child: nodes.Expr) -> Iterable[nodes.Expr]:
        if not isinstance(child, nodes.TemplateData):
            return [nodes.TemplateData(self._mark(child.lineno), lineno=child.lineno), child]
        self._written += len(child.data)
        lines = child.data.split("\n")
        lines[1:-1] = [line if line.strip() else GAP for line in lines[1:-1]]
        text = "\n".join(self._mark(child.lineno + number) + line for number, line in enumerate(lines))
        return [nodes.TemplateData(text, lineno=child.lineno)]

    def _mark(self, line: int) -> str:
        return self._environment.tokens.mark(self._template, line)

    def _counted(self, node: Node) -> Node:
        """Put a step, weighted by the literal text below, at the head of a body."""
        before = self._written
        self.generic_visit(node)
        step = self._asked(nodes.Const(self._written - before, lineno=node.lineno), "step")
        node.body = [nodes.ExprStmt(step, lineno=node.lineno), *node.body]  # type: ignore[attr-defined]
        return node

    def _asked(self, value: nodes.Node, function: str) -> nodes.Call:
        """Call a function of the environment on a value."""
        line = value.lineno
        call = nodes.Call(nodes.EnvironmentAttribute(function, lineno=line), [value], [], None, None, lineno=line)
        return call.set_environment(self._environment)  # type: ignore[return-value]

    def _named(self, node: nodes.Filter | nodes.Test, offered: Iterable[str], what: str) -> nodes.Node:
        if node.name not in offered:
            listed = sorted(name for name in offered if name.isidentifier())
            raise self._refusal(node, f"{what} {node.name}{nearest(node.name, listed)}", ", ".join(listed))
        return self._starless(node)

    def _starless(self, node: nodes.Filter | nodes.Test | nodes.Call) -> nodes.Node:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self._refusal(node, _("* arguments"), _("write them one by one"))
        return self.generic_visit(node)

    def _refusal(self, node: nodes.Node, what: str, hint: str) -> NotOffered:
        return NotOffered(place=Place(self._template, node.lineno or self._line), what=what, hint=hint)
