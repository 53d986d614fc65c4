using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>The networks that a table was made of: the first ones that a seed draws to be fitted to.</summary>
/// <param name="Count">How many, those that were held out among them.</param>
internal sealed record TimedNetworks(ulong Seed, int Count);

/// <summary>
/// Latencies that add up: a constant and a term for each option of each decision, in milliseconds for one item. The latency of an
/// architecture is the constant plus the terms of its options (Wu et al. 2019, FBNet, equation 4). As a file it is CSV with the columns
/// <c>decision</c>, <c>option</c> and <c>ms</c>; the rows <c>(constant)</c>, <c>(held-out error)</c> and <c>(rank correlation)</c> have no
/// option, and the last two may be missing. So may <c>(networks)</c>, which has the seed of the networks that it was made of as its option
/// and their number in the place of milliseconds.
/// </summary>
internal sealed class LatencyTable
{
    private const string Constant = "(constant)";
    private const string Error = "(held-out error)";
    private const string Correlation = "(rank correlation)";
    private const string Networks = "(networks)";
    private static readonly string[] s_columns = ["decision", "option", "ms"];

    private readonly SearchSpace _space;
    private readonly double[][] _terms;

    /// <summary>A table.</summary>
    /// <param name="constantMs">What every architecture takes.</param>
    /// <param name="termsMs">By decision, then by option.</param>
    /// <param name="heldOutError">Mean relative error on networks that it was not fitted to, a share; null where nobody measured.</param>
    /// <param name="rankCorrelation">Spearman's rho on them; null where nobody measured.</param>
    public LatencyTable(
        SearchSpace space, double constantMs, IReadOnlyList<IReadOnlyList<double>> termsMs, double? heldOutError, double? rankCorrelation)
    {
        (_space, ConstantMs, HeldOutError, RankCorrelation) = (space, constantMs, heldOutError, rankCorrelation);
        _terms = [.. termsMs.Select(options => options.ToArray())];
        Digest = DigestOf();
    }

    /// <summary>What every architecture takes, in milliseconds.</summary>
    public double ConstantMs { get; }

    /// <summary>Mean relative error on networks that it was not fitted to, as a share; null where nobody measured.</summary>
    public double? HeldOutError { get; }

    /// <summary>Spearman's rho of table and measurement on networks that it was not fitted to; null where nobody measured.</summary>
    public double? RankCorrelation { get; }

    /// <summary>The networks that it was made of; null where the file does not say it. No part of <see cref="Digest"/>: it says nothing of
    /// any latency.</summary>
    public TimedNetworks? MadeOf { get; init; }

    /// <summary>SHA-256 over the constant, the terms in the order of the space and the two figures (float64, little-endian; NaN for a
    /// figure that is not there), whatever the order of lines.</summary>
    public string Digest { get; }

    /// <summary>The latency of an architecture in milliseconds: the terms are added in the order of the decisions.</summary>
    public double Of(Architecture architecture) =>
        architecture.Values.Index().Aggregate(ConstantMs, (sum, decision) => sum + _terms[decision.Index][decision.Item]);

    /// <summary>Reads a table.</summary>
    /// <exception cref="DataException">It is missing or cannot be used for the space.</exception>
    public static LatencyTable Load(string path, SearchSpace space)
    {
        var records = new CsvText(path, TableFile.Read(path, "costs.table")).Records().ToArray();
        if (records.Length == 0 || !records[0].Fields.Select(field => field.Trim()).SequenceEqual(s_columns))
        {
            throw Unusable($"{path}:1: the first line has to be {string.Join(',', s_columns)}, as enas costs fit writes it.");
        }

        var terms = space.Decisions.Select(decision => Enumerable.Repeat(double.NaN, decision.OptionCount).ToArray()).ToArray();
        var (constant, error, correlation) = ((double?)null, (double?)null, (double?)null);
        TimedNetworks? networks = null;
        foreach (var record in records.Skip(1))
        {
            var (name, option, value) = Fields(path, record);
            switch (name)
            {
                case Constant:
                    constant = Once(path, record, constant, value);
                    break;
                case Error:
                    error = Once(path, record, error, value);
                    break;
                case Correlation:
                    correlation = Once(path, record, correlation, value);
                    break;
                case Networks:
                    networks = NetworksOf(path, record, networks, option, value);
                    break;
                default:
                    var (decision, place) = PlaceOf(path, record, space, name, option);
                    var known = terms[decision][place];
                    terms[decision][place] = Once(path, record, double.IsNaN(known) ? null : known, value);
                    break;
            }
        }

        foreach (var (decision, values) in space.Decisions.Zip(terms))
        {
            if (Array.FindIndex(values, double.IsNaN) is >= 0 and var missing)
            {
                throw Unusable($"{path}: no line for {decision.Name}, {decision.Options[missing]}; the table needs every option of every "
                    + $"decision of the space {space.Kind}, {space.Decisions.Sum(all => all.OptionCount)} lines, and {Constant}.");
            }
        }

        return new LatencyTable(space, constant
            ?? throw Unusable($"{path}: no line {Constant},,MS for what every architecture takes."), terms, error, correlation)
        {
            MadeOf = networks,
        };
    }

    /// <summary>The table as the text of a file.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', s_columns).Append('\n');
        Line(Constant, string.Empty, ConstantMs);
        foreach (var (decision, terms) in _space.Decisions.Zip(_terms))
        {
            foreach (var (option, term) in decision.Options.Zip(terms))
            {
                Line(decision.Name, option, term);
            }
        }

        foreach (var (name, figure) in ((string, double?)[])[(Error, HeldOutError), (Correlation, RankCorrelation)])
        {
            if (figure is { } value)
            {
                Line(name, string.Empty, value);
            }
        }

        if (MadeOf is { } networks)
        {
            Line(Networks, networks.Seed.ToString(CultureInfo.InvariantCulture), networks.Count);
        }

        return text.ToString();

        void Line(string name, string option, double value) => text.Append(Quoted(name)).Append(',').Append(Quoted(option)).Append(',')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (string Decision, string Option, double Value) Fields(string path, CsvRecord record)
    {
        if (record.Fields.Count != s_columns.Length)
        {
            throw Unusable($"{path}:{record.Line}: {Counted.Of(record.Fields.Count, "field")}; a line has {s_columns.Length}: "
                + $"{string.Join(',', s_columns)}.");
        }

        var text = record.Fields[2].Trim();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (record.Fields[0].Trim(), record.Fields[1].Trim(), value)
            : throw Unusable($"{path}:{record.Line}: ms is \"{ForeignText.Shown(text)}\"; allowed: a finite number.");
    }

    private static TimedNetworks NetworksOf(string path, CsvRecord record, TimedNetworks? known, string option, double value)
    {
        Once(path, record, known?.Count, value);
        return ulong.TryParse(option, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            && value is >= 0 and <= int.MaxValue && value == Math.Floor(value)
            ? new(seed, (int)value)
            : throw Unusable($"{path}:{record.Line}: {Networks} has the seed of the networks that the table was made of, a whole number, "
                + "and how many they were; as enas costs fit writes it, or no such line.");
    }

    private static (int Decision, int Option) PlaceOf(string path, CsvRecord record, SearchSpace space, string name, string option)
    {
        string[] names = [.. space.Decisions.Select(decision => decision.Name)];
        var place = Array.IndexOf(names, name);
        if (place < 0)
        {
            throw Unusable($"{path}:{record.Line}: the space {space.Kind} of this job has no decision \"{ForeignText.Shown(name)}\""
                + $"{Nearest.Hint(name, names)}; it has {names[0]} to {names[^1]}. Fit a table for this job with enas costs fit.");
        }

        var options = space.Decisions[place].Options;
        var at = Array.IndexOf([.. options], option);
        return at >= 0
            ? (place, at)
            : throw Unusable($"{path}:{record.Line}: {name} has no option \"{ForeignText.Shown(option)}\"{Nearest.Hint(option, options)}; "
                + $"allowed: {string.Join(" ", options)}.");
    }

    private static double Once(string path, CsvRecord record, double? known, double value) => known is null ? value
        : throw Unusable($"{path}:{record.Line}: {ForeignText.Shown(string.Join(' ', record.Fields.Take(2)).Trim())} "
            + "stands in a line before already. Remove one of them.");

    private string DigestOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        foreach (var value in (double[])[ConstantMs, .. _terms.SelectMany(terms => terms), HeldOutError ?? double.NaN,
            RankCorrelation ?? double.NaN])
        {
            // Both zeros are one number.
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value + 0.0);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static DataException Unusable(string message) => new(DataErrorKind.Unusable, message);
}
