using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Data;

namespace Enas.Host.Verbs.Data;

/// <summary>Lists, fetches and checks data sets. Only <c>get</c> opens a connection.</summary>
internal static class DataVerb
{
    public static int List(Terminal terminal)
    {
        foreach (var entry in DataCatalog.Known)
        {
            terminal.Line($"{entry.Name}  {entry.Description}");
            terminal.Line($"     {Mebi(entry.Size)} MiB; {entry.Licence}");
            terminal.Line($"     fetch it with: enas data get {entry.Name}");
        }

        terminal.Result(new JsonObject { ["dataSets"] = new JsonArray([.. DataCatalog.Known.Select(ToJson)]) });
        return ExitCodes.Done;
    }

    public static async Task<int> GetAsync(string name, string? folder, Terminal terminal)
    {
        var entry = DataCatalog.Find(name);
        var target = Path.GetFullPath(folder ?? Path.Combine("data", entry.Name));
        terminal.Line($"{entry.Name}: {entry.Licence}");
        using var client = new HttpClient();
        var files = await new DataDownloader(client).GetAsync(entry, target, new LineProgress(terminal), CancellationToken.None);
        terminal.Line($"{entry.Name} is in {target}, verified. In a job: \"data\": {{ \"kind\": \"tokens\", \"path\": \"{target}\" }}");
        terminal.Result(new JsonObject { ["name"] = entry.Name, ["folder"] = target, ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) });
        return ExitCodes.Done;
    }

    public static int Check(string folder, Terminal terminal)
    {
        var check = DataCatalog.Check(folder);
        foreach (var split in check.Splits)
        {
            terminal.Line($"{split.Split,-6} {split.File,-20} {split.Tokens.ToString("N0", CultureInfo.InvariantCulture),12} tokens {split.Size.ToString("N0", CultureInfo.InvariantCulture),14} bytes");
        }

        terminal.Line($"words  {check.VocabularyCount.ToString("N0", CultureInfo.InvariantCulture)}");
        terminal.Line($"digest {check.Digest}");
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"to beat: unigram perplexity {check.ValidUnigramPerplexity:0.0} on valid, {check.TestUnigramPerplexity:0.0} on test"));
        terminal.Line(Recognised(check));
        terminal.Result(ToJson(check));
        return ExitCodes.Done;
    }

    private static string Recognised(DataCheck check) => check.Recognition switch
    {
        DataRecognition.SameBytes => $"this is {check.Known!.Name}, byte for byte",
        DataRecognition.SameContent => $"this is {check.Known!.Name}: the same words in other bytes, and the same search",
        _ => "not a known data set, and usable",
    };

    private static JsonNode ToJson(DataSetEntry entry) => new JsonObject
    {
        ["name"] = entry.Name,
        ["description"] = entry.Description,
        ["licence"] = entry.Licence,
        ["origin"] = entry.Origin.ToString(),
        ["digest"] = entry.Digest,
        ["bytes"] = entry.Size,
    };

    private static JsonObject ToJson(DataCheck check) => new()
    {
        ["folder"] = Path.GetFullPath(check.Folder),
        ["vocabulary"] = check.VocabularyCount,
        ["digest"] = check.Digest,
        ["known"] = check.Known?.Name,
        ["recognition"] = check.Recognition.ToString(),
        ["unigramPerplexity"] = new JsonObject { ["valid"] = check.ValidUnigramPerplexity, ["test"] = check.TestUnigramPerplexity },
        ["splits"] = new JsonArray([.. check.Splits.Select(split => new JsonObject
        {
            ["split"] = split.Split,
            ["file"] = split.File,
            ["tokens"] = split.Tokens,
            ["bytes"] = split.Size,
            ["sha256"] = split.Sha256,
        })]),
    };

    private static string Mebi(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A line at each tenth of a file: enough for people, not too much for logs.</summary>
    private sealed class LineProgress(Terminal terminal) : IProgress<DataProgress>
    {
        private string _file = string.Empty;
        private long _tenth = -1;

        public void Report(DataProgress value)
        {
            var tenth = value.Total == 0 ? 10 : 10 * value.Bytes / value.Total;
            if (value.File != _file || tenth != _tenth)
            {
                (_file, _tenth) = (value.File, tenth);
                terminal.Line($"{value.File} {10 * tenth} % of {Mebi(value.Total)} MiB");
            }
        }
    }
}
