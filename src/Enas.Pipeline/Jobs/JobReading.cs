using System.Text;
using System.Text.Json;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>One reading of one job. Layers, each over the one before: default, preset, file, <c>--set</c>.</summary>
internal sealed class JobReading(string file, string workingDirectory, Func<string, string?> environment)
{
    private readonly List<JobError> _errors = [];
    private readonly SortedSet<string> _faulty = new(StringComparer.Ordinal);

    /// <summary>The file is a resolved job: every value counts as it stands.</summary>
    public bool IsResolved { get; init; }

    /// <summary>The table to read by; null for that of the job's space and strategy.</summary>
    public JobTable? Table { get; init; }

    /// <summary>The strategy that the job is read under; null for its own.</summary>
    public OtherStrategy? Under { get; init; }

    public JobDocument Read(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> sets)
    {
        if (Parse(bytes.Span) is not { } root)
        {
            return new JobDocument { Options = null, Errors = _errors, Values = [], Bytes = bytes };
        }

        var leftOut = Under is null ? null : JobKind.Of(root, sets);
        sets = Under?.Over(sets) ?? sets;
        var table = Table ?? JobKind.Of(root, sets);
        var tree = new JobTree(table, file, Folder, _errors) { LeftOut = leftOut };
        tree.Walk(root);
        List<GivenValue> given = [.. tree.Values, .. JobOverrides.Read(table, leftOut, sets, workingDirectory, _errors)];
        foreach (var error in _errors.Where(error => error.Key.Length > 0))
        {
            _faulty.Add(error.Key);
        }

        var values = Compose(table, given, tree);
        var options = JobJson.Bind(values.Select(value => (value.Option, value.Json)));
        CheckRules(table, options, given, tree);
        var errors = _errors.OrderBy(error => error.Kind == JobErrorKind.BadCommandLine)
            .ThenBy(error => error.Position.Line).ThenBy(error => error.Position.Column).ToList();
        return new JobDocument { Options = errors.Count == 0 ? options : null, Errors = errors, Values = values, Bytes = bytes };
    }

    private string Folder => IsResolved ? "" : Path.GetDirectoryName(Path.GetFullPath(file, workingDirectory)) ?? workingDirectory;

    private PlacedNode? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > JsonPositions.MaximumBytes)
        {
            Refuse(JobErrorCodes.Unreadable, default, $"is {bytes.Length} bytes long; a job has at most {JsonPositions.MaximumBytes}");
            return null;
        }

        try
        {
            var (root, duplicates) = JsonPositions.Parse(JsonPositions.Decode(bytes));
            foreach (var key in duplicates)
            {
                Refuse(JobErrorCodes.DuplicateKey, key.Position, $"the key \"{key.Key}\" already stands at {key.First}");
            }

            return root;
        }
        catch (JsonSyntaxException error)
        {
            Refuse(JobErrorCodes.NotJson, error.Position, error.Message);
        }
        catch (DecoderFallbackException)
        {
            Refuse(JobErrorCodes.Unreadable, default, "is not UTF-8 text");
        }

        return null;
    }

    private List<ResolvedValue> Compose(JobTable table, List<GivenValue> given, JobTree tree)
    {
        var presets = table.Space!.Presets;
        var preset = Last(given, "preset")?.Json is { } name && !IsResolved ? presets.First(p => CanonicalJson.Text(p.Name) == name) : null;
        var values = new List<ResolvedValue>();
        foreach (var option in table.Options)
        {
            if (Last(given, option.Key) is { Json: not null } value)
            {
                values.Add(new ResolvedValue(option, value.Json, value.Origin) { IsGiven = true });
            }
            else if (preset?.ValueOf(option) is { } filled)
            {
                values.Add(new ResolvedValue(option, filled, $"preset {preset.Name}"));
            }
            else
            {
                values.Add(new ResolvedValue(option, option.Default ?? Missing(option, tree), "default"));
            }
        }

        return IsResolved ? values : values.ConvertAll(value => ResolvePath(value, values, given, tree, table));
    }

    // Something must stand in for what is missing, so that the rules about other options can still be checked.
    private string Missing(JobOption option, JobTree tree)
    {
        if (_faulty.Add(option.Key))
        {
            var expected = option.Allowed.Count > 0 ? $"expected one of: {option.AllowedText}" : "expected text";
            RefuseAt(JobErrorCodes.Missing, tree.SectionOf(option.Key), option.Key, $"is missing; {expected}");
        }

        return CanonicalJson.Text(option.Allowed.Count > 0 ? option.Allowed[0] : "unnamed");
    }

    private ResolvedValue ResolvePath(ResolvedValue value, List<ResolvedValue> all, List<GivenValue> given, JobTree tree, JobTable table)
    {
        if (value.Option.Type != JobOptionType.Path || _faulty.Contains("data.kind") || _faulty.Contains(value.Option.Key))
        {
            return value;
        }

        if (value.Option.Key.StartsWith("data.", StringComparison.Ordinal)
            && all.Any(other => other.Option.Key == "data.kind" && other.Json == CanonicalJson.Text(DataKindNames.Generated)))
        {
            return value with { Json = "\"\"", Origin = "not used by generated data" };
        }

        var path = JsonDocument.Parse(value.Json).RootElement.GetString()!;
        if (path.Length == 0 && value.Option.Key != "data.path")
        {
            return value;
        }

        if (path.Length > 0 && Last(given, value.Option.Key) is null && value.Option.Key != "data.path")
        {
            return value with { Json = CanonicalJson.Text(Path.GetFullPath(path, Folder)) };
        }

        var needed = $"data.kind {all.First(other => other.Option.Key == "data.kind").Json} needs {table.DataWords}";
        if (Last(given, value.Option.Key) is not { } source)
        {
            RefuseAt(JobErrorCodes.Missing, tree.SectionOf(value.Option.Key), value.Option.Key, $"is missing; {needed}");
            return value;
        }

        // The place is where it was made empty, which can be an option over the file.
        if (path.Length == 0)
        {
            _errors.Add(source.Error(JobErrorCodes.Missing, $"= {value.Json} is empty; {needed}"));
            return value;
        }

        var (absolute, unset) = JobPaths.Resolve(path, source.Folder, environment);
        if (absolute is null)
        {
            _errors.Add(source.Error(JobErrorCodes.NoEnvironmentVariable,
                $"= {value.Json} names the environment variable {unset}, which is not set"));
            return value;
        }

        return value with { Json = CanonicalJson.Text(absolute) };
    }

    private void CheckRules(JobTable table, JobOptions options, List<GivenValue> given, JobTree tree)
    {
        foreach (var rule in IsResolved ? [] : SpaceCatalog.Of(options).Rules
            .Concat(StrategyCatalog.Of(options).Rules).Concat(ObjectiveCatalog.Rules).Concat(ProxyRules.All))
        {
            // A rule about an option that this job's kind does not have is about nothing.
            if (table.Find(rule.Keys[0]) is null || rule.Keys.Any(_faulty.Contains) || rule.Fault(options) is not { } fault)
            {
                continue;
            }

            // What was typed just now is more likely the mistake than what stands in the file.
            var culprits = rule.Keys.Select(key => Last(given, key)).OfType<GivenValue>().OrderBy(value => value.Kind);
            if (culprits.FirstOrDefault() is { } culprit)
            {
                var error = culprit.Error(JobErrorCodes.DoNotFit, fault);
                _errors.Add(error with { Key = rule.Keys[0], Kind = rule.Kind ?? error.Kind });
            }
            else
            {
                RefuseAt(JobErrorCodes.DoNotFit, tree.SectionOf(rule.Keys[0]), rule.Keys[0], fault);
            }
        }
    }

    private static GivenValue? Last(List<GivenValue> given, string key) => given.FindLast(value => value.Option.Key == key);

    private void Refuse(string code, TextPosition position, string message) => RefuseAt(code, position, "", message);

    private void RefuseAt(string code, TextPosition position, string key, string message) =>
        _errors.Add(new JobError(code, JobErrorKind.BadJobFile, file, position, key, message));
}
