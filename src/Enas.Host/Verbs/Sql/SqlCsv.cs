namespace Enas.Host.Verbs.Sql;

/// <summary>An answer as CSV (RFC 4180, lines end with a line feed): NULL is empty, an empty text is <c>""</c>.</summary>
internal static class SqlCsv
{
    public static void Write(SqlAnswer answer, TextWriter output)
    {
        Line(answer.Columns.Select(column => column.Name), output);
        foreach (var row in answer.Rows())
        {
            Line(row.Select(SqlText.Of), output);
        }

        output.Flush();
    }

    private static void Line(IEnumerable<string?> values, TextWriter output) =>
        output.Write(string.Join(',', values.Select(CsvField.Of)) + "\n");
}
