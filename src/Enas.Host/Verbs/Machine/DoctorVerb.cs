using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;
using Spectre.Console;

namespace Enas.Host.Verbs.Machine;

/// <summary>Looks at the machine, and at a search when one is named.</summary>
internal static class DoctorVerb
{
    public static async Task<int> RunAsync(string? name, string runsRoot, Terminal terminal)
    {
        var findings = MachineChecks.All(runsRoot).ToList();
        if (name is not null)
        {
            findings.Add(await SearchFindingAsync(SearchLocator.Find(name)));
        }

        foreach (var finding in findings)
        {
            Write(finding, terminal);
        }

        var failed = findings.FirstOrDefault(finding => finding.Severity == Severity.Bad);
        terminal.Result(new JsonObject
        {
            ["ok"] = failed is null,
            ["version"] = Product.Version,
            ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
            {
                ["name"] = finding.Name,
                ["severity"] = finding.Severity switch { Severity.Good => "ok", Severity.Note => "note", _ => "bad" },
                ["text"] = finding.Text,
            })]),
        });
        return failed?.ExitCode ?? ExitCodes.Done;
    }

    private static async Task<Finding> SearchFindingAsync(string path)
    {
        try
        {
            var search = await RecordedSearch.OpenAsync(path);
            return new Finding("search", Severity.Good, $"{search.Name} is whole: {Counted.Of(search.EventCount, "event")} "
                + $"in {Counted.Of(search.SegmentCount, "commit")}, {search.Status}"
                + (search.NoResult is { } none ? $"; {none.Words}" : string.Empty));
        }
        catch (Exception error)
        {
            var failure = ErrorMapping.Of(error);
            return new Finding("search", Severity.Bad, string.Join(' ', failure.Lines), failure.ExitCode);
        }
    }

    private static void Write(Finding finding, Terminal terminal)
    {
        var (word, colour) = finding.Severity switch
        {
            Severity.Good => ("ok", "green"),
            Severity.Note => ("note", "yellow"),
            _ => ("bad", "red"),
        };
        terminal.People.MarkupLine($"[{colour}]{word,-5}[/] {finding.Name,-13} {Markup.Escape(ForeignText.Escaped(finding.Text))}");
    }
}
