using System.Text;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Data;

/// <summary>How a data folder that no job names yet is understood: the options of jobs, with their words and errors.</summary>
internal static class DataOptions
{
    private const string Section = "data.";

    /// <summary>A job of which only the data matters.</summary>
    private static readonly string s_anyJob = $$"""
        { "schemaVersion": 1, "name": "data-check", "preset": "small",
          "space": { "kind": "{{SpaceCatalog.OfFolders(FolderTask.Images).Kind}}" },
          "data": { "kind": "{{DataKindNames.Images}}", "path": "." } }
        """;

    /// <summary>A job on text of which only the data matters.</summary>
    private const string AnyTextJob = $$"""
        { "schemaVersion": 1, "name": "data-check", "preset": "small", "data": { "kind": "{{DataKindNames.Tokens}}", "path": "." } }
        """;

    /// <exception cref="CommandLineException">An option is not about data.</exception>
    /// <exception cref="JobRefusedException">An option is unknown or has a wrong value.</exception>
    public static ImageLayoutOptions ForImages(IReadOnlyList<string> sets)
    {
        RequireUse(sets, FolderTask.Images, ["data.images."]);
        var document = JobLoading.ReadAny(Encoding.UTF8.GetBytes(s_anyJob), "--set", sets);
        return ImageLayoutOptions.Of(JobLoading.Checked(document).Options!.Data.Images!);
    }

    /// <exception cref="CommandLineException">An option is not about data.</exception>
    /// <exception cref="JobRefusedException">An option is unknown or has a wrong value.</exception>
    public static TokenReading ForText(IReadOnlyList<string> sets)
    {
        RequireUse(sets, FolderTask.Text, ["data.tokens", "data.unknown."]);
        return TokenData.ReadingOf(JobLoading.Read(Encoding.UTF8.GetBytes(AnyTextJob), "--set", sets).Options!);
    }

    /// <summary>Refuses what cannot matter to a check of this folder, so that nobody thinks that it did. A key that is no option is left to
    /// who reads it.</summary>
    private static void RequireUse(IReadOnlyList<string> sets, string held, IReadOnlyList<string> used)
    {
        foreach (var set in sets)
        {
            var key = set.Split('=')[0].Trim();
            if (!key.StartsWith(Section, StringComparison.Ordinal))
            {
                throw new CommandLineException($"--set {set}: a check reads data only; "
                    + $"allowed are options that begin with \"{Section}\", such as data.images.resize=crop");
            }

            if (!used.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))
                && JobSchema.Tables.Any(table => table.Options.Any(option => option.Key == key)))
            {
                throw new CommandLineException($"--set {set}: the folder holds {held}, to which this option is nothing; a check of "
                    + $"{held} takes {string.Join(" and ", used.Select(prefix => prefix + (prefix.EndsWith('.') ? "*" : string.Empty)))}. "
                    + $"Leave it out.");
            }
        }
    }
}
