using System.Reflection;
using DuckDB.NET.Data;

namespace Enas.Storage.Sql;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name; names that come twice are numbered from the second on.</param>
/// <param name="Type">DuckDB's type.</param>
internal sealed record SqlColumn(string Name, string Type);

/// <summary>The answer to a query: its columns, and its rows as they come.</summary>
internal sealed class SqlAnswer : IDisposable
{
    private readonly DuckDBCommand _command;
    private readonly DuckDBDataReader _reader;

    private SqlAnswer(DuckDBCommand command, DuckDBDataReader reader)
    {
        _command = command;
        _reader = reader;
        var names = new List<string>();
        foreach (var name in Enumerable.Range(0, reader.FieldCount).Select(reader.GetName))
        {
            names.Add(names.Contains(name) ? Numbered(name, names) : name);
        }

        Columns = [.. names.Select((name, i) => new SqlColumn(name, reader.GetDataTypeName(i)))];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; }

    internal static SqlAnswer Of(DuckDBConnection connection, string statement)
    {
        var command = connection.CreateCommand();
        try
        {
            command.CommandText = statement;
            command.UseStreamingMode = true;
            return new SqlAnswer(command, command.ExecuteReader());
        }
        catch (DuckDBException error)
        {
            command.Dispose();
            throw SqlErrors.Of(error.Message, statement, error);
        }
        catch (InvalidOperationException unanswerable)
        {
            // A statement with parameters, which nobody gives here.
            command.Dispose();
            throw new SqlStatementException(unanswerable.Message, unanswerable);
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The rows, once. Values are what .NET has for them: whole numbers, <see cref="double"/>, <see cref="decimal"/>, text, times in UTC,
    /// byte arrays, lists, dictionaries for structs and maps; null for NULL.
    /// </summary>
    /// <exception cref="SqlStatementException">The query failed on the way, or a value has no counterpart.</exception>
    public IEnumerable<IReadOnlyList<object?>> Rows()
    {
        for (var number = 1L; Read(); number++)
        {
            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Value(i, number);
            }

            yield return row;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }

    private bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (DuckDBException error)
        {
            throw SqlErrors.Of(error.Message, _command.CommandText, error);
        }
    }

    private object? Value(int column, long row)
    {
        try
        {
            return _reader.GetValue(column) switch
            {
                DBNull => null,
                Stream bytes => Bytes(bytes),
                decimal number when IsRounded(number) => throw Unshown(column, row),
                var value => value,
            };
        }
        catch (Exception foreign) when (IsWithoutCounterpart(foreign))
        {
            return Exact(column, row);
        }
    }

    private object? Exact(int column, long row)
    {
        try
        {
            return ExactValues.Read(_reader, column);
        }
        catch (TargetInvocationException foreign) when (IsWithoutCounterpart(foreign.InnerException!))
        {
            throw Unshown(column, row, foreign);
        }
        catch (Exception foreign) when (IsWithoutCounterpart(foreign))
        {
            throw Unshown(column, row, foreign);
        }
    }

    private SqlStatementException Unshown(int column, long row, Exception? foreign = null) =>
        new($"row {row}: {Columns[column].Name} has a value that cannot be shown as it is ({Columns[column].Type}); cast it to VARCHAR",
            foreign);

    private static bool IsWithoutCounterpart(Exception error) =>
        error is InvalidCastException or OverflowException
            or ArgumentException or NotSupportedException or NotImplementedException or InvalidOperationException;

    // A decimal of .NET has 28 digits that are sure; DuckDB's has up to 38, and the driver drops what does not fit without a word.
    private static bool IsRounded(decimal number)
    {
        var bits = decimal.GetBits(number);
        return new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0) >= 1e28m;
    }

    private static byte[] Bytes(Stream stream)
    {
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    private static string Numbered(string name, List<string> taken) =>
        Enumerable.Range(1, taken.Count + 1).Select(number => $"{name}_{number}").First(candidate => !taken.Contains(candidate));
}
