using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>Makes rows of the records of a CSV file: finds the columns in the header, then takes each record apart.</summary>
internal sealed class TableReader
{
    private const int ShownColumns = 20;
    private const int ShownCharacters = 60;

    private readonly string _path;
    private readonly SearchSpace _space;
    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly int _fieldCount;
    private readonly int _architecturePlace;
    private readonly int[] _places;

    private TableReader(string path, SearchSpace space, TableColumn architectures, IReadOnlyList<TableColumn> columns, CsvRecord header)
    {
        (_path, _space, _columns, _fieldCount) = (path, space, columns, header.Fields.Count);
        string[] names = [.. header.Fields.Select(field => field.Trim())];
        _architecturePlace = PlaceOf(architectures, names, header.Line);
        _places = [.. columns.Select(column => PlaceOf(column, names, header.Line))];
    }

    /// <summary>The rows of a file, in its order.</summary>
    /// <exception cref="DataException">The file, its header or a row cannot be used.</exception>
    public static List<TableRow> Read(string path, SearchSpace space, TableColumn architectures, IReadOnlyList<TableColumn> columns)
    {
        using var records = new CsvText(path, TableFile.Read(path)).Records().GetEnumerator();
        if (!records.MoveNext())
        {
            throw Unusable($"{path}: the file is empty; a table is CSV: a line of column names, then one line for each architecture.");
        }

        var reader = new TableReader(path, space, architectures, columns, records.Current);
        var rows = new List<TableRow>();
        while (records.MoveNext())
        {
            rows.Add(reader.Row(records.Current));
        }

        return rows.Count > 0
            ? rows
            : throw Unusable($"{path}: no row behind the header; a table has one line for each architecture. Fetch or copy it again.");
    }

    public static DataException Unusable(string message, Exception? inner = null) => new(DataErrorKind.Unusable, message, inner);

    private int PlaceOf(TableColumn wanted, string[] names, int line)
    {
        var column = wanted.Name;
        var place = Array.IndexOf(names, column);
        if (place < 0 && names.Length == 1 && SeparatorOf(names[0]) is { } separator)
        {
            throw Unusable($"{_path}:{line}: the line of column names has no comma and is separated by {separator}; "
                + "a table is separated by commas. Write it anew with commas.");
        }

        if (place < 0)
        {
            var more = names.Length > ShownColumns ? $" and {names.Length - ShownColumns} more" : string.Empty;
            var listed = string.Join(", ", names.Take(ShownColumns).Select(Shown)) + more;
            throw Unusable($"{_path}:{line}: no column \"{Shown(column)}\"; the columns are {listed}"
                + $"{(Nearest.Hint(column, names) is { Length: > 0 } hint ? hint : ".")} {Naming(wanted)}");
        }

        return Array.LastIndexOf(names, column) == place
            ? place
            : throw Unusable($"{_path}:{line}: the column \"{Shown(column)}\" is there more than once. Leave one of them.");
    }

    private static string Naming(TableColumn wanted) =>
        wanted.Option is null ? "Name it so in the file." : $"{wanted.Option} names it: set that to the column's name.";

    private static string? SeparatorOf(string line) => line.Contains(';', StringComparison.Ordinal) ? "semicolons"
        : line.Contains('\t', StringComparison.Ordinal) ? "tabs" : null;

    private TableRow Row(CsvRecord record)
    {
        if (record.Fields.Count != _fieldCount)
        {
            throw Unusable(
                $"{_path}:{record.Line}: {Counted.Of(record.Fields.Count, "field")}; the header has {_fieldCount}. "
                    + "The line is incomplete or damaged.");
        }

        var architecture = ArchitectureOf(record);
        var values = _columns.Select((column, i) => Value(record, column, record.Fields[_places[i]]));
        return new TableRow(record.Line, architecture, [.. values]);
    }

    private Architecture ArchitectureOf(CsvRecord record)
    {
        try
        {
            return _space.Parse(record.Fields[_architecturePlace].Trim());
        }
        catch (ArchitectureFormatException error)
        {
            var text = Shown(record.Fields[_architecturePlace]);
            throw Unusable($"{_path}:{record.Line}: \"{text}\" is not an architecture of the space {_space.Kind}: {error.Message}", error);
        }
    }

    private double Value(CsvRecord record, TableColumn column, string field)
    {
        var isNumber = double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return isNumber && double.IsFinite(value) && value >= column.Lowest && value <= column.Highest
            ? value
            : throw Unusable($"{_path}:{record.Line}: {column.Name} is \"{Shown(field)}\"; allowed: {Allowed(column)}.");
    }

    private static string Allowed(TableColumn column) => (column.Lowest > double.MinValue, column.Highest < double.MaxValue) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"a number from {column.Lowest} to {column.Highest}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"a finite number from {column.Lowest}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"a finite number up to {column.Highest}"),
        _ => "a finite number",
    };

    private static string Shown(string text) => ForeignText.Shown(text, ShownCharacters);
}
