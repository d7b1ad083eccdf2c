/**
 * The content of a key of the engine's syntax tree: `scalar` (text, number, boolean, or lists of
 * them), `constant` (a value of the user, which contains no trees), `common-tables` (a WITH list),
 * or trees of the named kind.
 */
type Content = "scalar" | "constant" | "common-tables" | TreeKind;

export type TreeKind =
  | "statement"
  | "node"
  | "common-table"
  | "common-query"
  | "modifier"
  | "order"
  | "table"
  | "sample"
  | "version"
  | "pivot"
  | "pivot-entry"
  | "expression"
  | "call"
  | "case"
  | "entry"
  | "data-type"
  | "type-details"
  | "type-member"
  | "named-number";

/** The known keys of one form of a tree; a statement with any other key is refused. */
export type Shape = Readonly<Record<string, Content>>;

/**
 * The forms of one kind of tree, and the key whose value names the form; null if the kind has one
 * form only.
 */
export interface KindShapes {
  readonly by: "type" | "class" | null;
  readonly forms: Readonly<Record<string, Shape>>;
}

const EXPRESSION: Shape = {
  class: "scalar",
  type: "scalar",
  alias: "scalar",
  query_location: "scalar",
};

const one = (shape: Shape): KindShapes => ({ by: null, forms: { "": shape } });

const forms = (
  by: "type" | "class",
  common: Shape,
  own: Readonly<Record<string, Shape>>,
): KindShapes => ({
  by,
  forms: Object.fromEntries(
    Object.entries(own).map(([name, shape]) => [name, { ...common, ...shape }]),
  ),
});

const FUNCTION: Shape = {
  function_name: "scalar",
  schema: "scalar",
  catalog: "scalar",
  children: "expression",
  filter: "expression",
  order_bys: "modifier",
  distinct: "scalar",
  is_operator: "scalar",
  export_state: "scalar",
};

const WINDOW: Shape = {
  function_name: "scalar",
  schema: "scalar",
  catalog: "scalar",
  children: "expression",
  partitions: "expression",
  orders: "order",
  start: "scalar",
  end: "scalar",
  start_expr: "expression",
  end_expr: "expression",
  offset_expr: "expression",
  default_expr: "expression",
  ignore_nulls: "scalar",
  filter_expr: "expression",
  exclude_clause: "scalar",
  distinct: "scalar",
  arg_orders: "order",
};

/**
 * Every form of a tree that `json_serialize_sql` of engine 1.5.6 makes of a SELECT. If a later
 * engine writes another key or form, the gate refuses that statement until the form is added here.
 * The names are in the engine's files `src/include/duckdb/storage/serialization/*.json`.
 */
export const SHAPES: Readonly<Record<TreeKind, KindShapes>> = {
  statement: one({ node: "node", named_param_map: "named-number" }),
  "named-number": one({ key: "scalar", value: "scalar" }),
  node: forms(
    "type",
    { type: "scalar", modifiers: "modifier", cte_map: "common-tables" },
    {
      SELECT_NODE: {
        select_list: "expression",
        from_table: "table",
        where_clause: "expression",
        group_expressions: "expression",
        group_sets: "scalar",
        aggregate_handling: "scalar",
        having: "expression",
        sample: "sample",
        qualify: "expression",
      },
      SET_OPERATION_NODE: {
        setop_type: "scalar",
        setop_all: "scalar",
        left: "node",
        right: "node",
      },
      RECURSIVE_CTE_NODE: {
        cte_name: "scalar",
        union_all: "scalar",
        left: "node",
        right: "node",
        aliases: "scalar",
        key_targets: "expression",
      },
    },
  ),
  "common-table": one({ key: "scalar", value: "common-query" }),
  "common-query": one({
    aliases: "scalar",
    query: "statement",
    materialized: "scalar",
    key_targets: "expression",
  }),
  modifier: forms(
    "type",
    { type: "scalar" },
    {
      ORDER_MODIFIER: { orders: "order" },
      LIMIT_MODIFIER: { limit: "expression", offset: "expression" },
      LIMIT_PERCENT_MODIFIER: { limit: "expression", offset: "expression" },
      DISTINCT_MODIFIER: { distinct_on_targets: "expression" },
    },
  ),
  order: one({ type: "scalar", null_order: "scalar", expression: "expression" }),
  table: forms(
    "type",
    { type: "scalar", alias: "scalar", sample: "sample", query_location: "scalar" },
    {
      EMPTY: {},
      BASE_TABLE: {
        catalog_name: "scalar",
        schema_name: "scalar",
        table_name: "scalar",
        column_name_alias: "scalar",
        at_clause: "version",
      },
      JOIN: {
        left: "table",
        right: "table",
        condition: "expression",
        join_type: "scalar",
        ref_type: "scalar",
        using_columns: "scalar",
        delim_flipped: "scalar",
        duplicate_eliminated_columns: "expression",
      },
      SUBQUERY: { subquery: "statement", column_name_alias: "scalar" },
      TABLE_FUNCTION: {
        function: "call",
        column_name_alias: "scalar",
        with_ordinality: "scalar",
      },
      EXPRESSION_LIST: {
        expected_names: "scalar",
        expected_types: "data-type",
        values: "expression",
      },
      PIVOT: {
        source: "table",
        aggregates: "expression",
        unpivot_names: "scalar",
        pivots: "pivot",
        groups: "scalar",
        column_name_alias: "scalar",
        include_nulls: "scalar",
      },
      SHOW_REF: {
        catalog_name: "scalar",
        schema_name: "scalar",
        table_name: "scalar",
        query: "node",
        show_type: "scalar",
      },
    },
  ),
  sample: one({
    sample_size: "constant",
    is_percentage: "scalar",
    method: "scalar",
    seed: "scalar",
  }),
  version: one({ unit: "scalar", expr: "expression" }),
  pivot: one({
    pivot_expressions: "expression",
    unpivot_names: "scalar",
    entries: "pivot-entry",
    pivot_enum: "scalar",
  }),
  "pivot-entry": one({ values: "constant", star_expr: "expression", alias: "scalar" }),
  expression: forms("class", EXPRESSION, {
    BETWEEN: { input: "expression", lower: "expression", upper: "expression" },
    CASE: { case_checks: "case", else_expr: "expression" },
    CAST: { child: "expression", cast_type: "data-type", try_cast: "scalar" },
    COLLATE: { child: "expression", collation: "scalar" },
    COLUMN_REF: { column_names: "scalar" },
    COMPARISON: { left: "expression", right: "expression" },
    CONJUNCTION: { children: "expression" },
    CONSTANT: { value: "constant" },
    DEFAULT: {},
    FUNCTION,
    LAMBDA: { lhs: "expression", expr: "expression", syntax_type: "scalar" },
    OPERATOR: { children: "expression" },
    PARAMETER: { identifier: "scalar" },
    POSITIONAL_REFERENCE: { index: "scalar" },
    STAR: {
      relation_name: "scalar",
      exclude_list: "scalar",
      qualified_exclude_list: "constant",
      replace_list: "entry",
      rename_list: "constant",
      columns: "scalar",
      unpacked: "scalar",
      expr: "expression",
    },
    SUBQUERY: {
      subquery_type: "scalar",
      subquery: "statement",
      child: "expression",
      comparison_type: "scalar",
    },
    WINDOW,
  }),
  call: forms("class", EXPRESSION, { FUNCTION }),
  case: one({ when_expr: "expression", then_expr: "expression" }),
  entry: one({ key: "scalar", value: "expression" }),
  "data-type": one({ id: "scalar", type_info: "type-details" }),
  "type-details": forms(
    "type",
    { type: "scalar", alias: "scalar", extension_info: "constant" },
    {
      GENERIC_TYPE_INFO: {},
      DECIMAL_TYPE_INFO: { width: "scalar", scale: "scalar" },
      STRING_TYPE_INFO: { collation: "scalar" },
      LIST_TYPE_INFO: { child_type: "data-type" },
      ARRAY_TYPE_INFO: { child_type: "data-type", size: "scalar" },
      STRUCT_TYPE_INFO: { child_types: "type-member" },
      INTEGER_LITERAL_TYPE_INFO: { constant_value: "constant" },
      UNBOUND_TYPE_INFO: {
        name: "scalar",
        catalog: "scalar",
        schema: "scalar",
        user_type_modifiers: "constant",
      },
    },
  ),
  "type-member": one({ first: "scalar", second: "data-type" }),
};

/** Types that an expression of a class may have. */
export const EXPRESSION_TYPES: Readonly<Record<string, RegExp>> = {
  BETWEEN: /^COMPARE_BETWEEN$/,
  CASE: /^CASE_EXPR$/,
  CAST: /^OPERATOR_CAST$/,
  COLLATE: /^COLLATE$/,
  COLUMN_REF: /^COLUMN_REF$/,
  COMPARISON:
    /^COMPARE_(?:(?:NOT)?EQUAL|(?:LESS|GREATER)THAN(?:OREQUALTO)?|(?:NOT_)?DISTINCT_FROM)$/,
  CONJUNCTION: /^CONJUNCTION_(?:AND|OR)$/,
  CONSTANT: /^VALUE_CONSTANT$/,
  DEFAULT: /^VALUE_DEFAULT$/,
  FUNCTION: /^FUNCTION$/,
  LAMBDA: /^LAMBDA$/,
  OPERATOR:
    /^(?:STRUCT_EXTRACT|ARRAY_(?:EXTRACT|SLICE|CONSTRUCTOR)|COMPARE_(?:NOT_)?IN|OPERATOR_(?:IS_(?:NOT_)?NULL|COALESCE|NOT|NULLIF|UNPACK|TRY)|GROUPING_FUNCTION|ARROW)$/,
  PARAMETER: /^VALUE_PARAMETER$/,
  POSITIONAL_REFERENCE: /^POSITIONAL_REFERENCE$/,
  STAR: /^STAR$/,
  SUBQUERY: /^SUBQUERY$/,
  WINDOW:
    /^WINDOW_(?:AGGREGATE|RANK|RANK_DENSE|NTILE|PERCENT_RANK|CUME_DIST|ROW_NUMBER|FIRST_VALUE|LAST_VALUE|LEAD|LAG|NTH_VALUE|FILL)$/,
};
