using System.Text;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Data;
using Enas.Pipeline.Data.Images;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Data;

/// <summary>How a data folder that no job names yet is understood: the options of jobs, with their words and errors.</summary>
internal static class DataOptions
{
    private const string Section = "data.";

    /// <summary>A job of which only the data matters.</summary>
    private const string AnyJob = """{ "schemaVersion": 1, "name": "data-check", "space": { "kind": "macro-cnn" }, "preset": "small", "data": { "kind": "images", "path": "." } }""";

    /// <summary>A job on text of which only the data matters.</summary>
    private const string AnyTextJob = """{ "schemaVersion": 1, "name": "data-check", "preset": "small", "data": { "kind": "tokens", "path": "." } }""";

    /// <exception cref="CommandLineException">An option is not about data.</exception>
    /// <exception cref="JobRefusedException">An option is unknown or has a wrong value.</exception>
    public static ImageLayoutOptions ForImages(IReadOnlyList<string> sets)
    {
        RequireData(sets);
        var document = JobReader.Read(Encoding.UTF8.GetBytes(AnyJob), "--set", sets, Environment.CurrentDirectory);
        return ImageLayoutOptions.Of(JobLoading.Checked(document).Options!.Data.Images!);
    }

    /// <exception cref="CommandLineException">An option is not about data.</exception>
    /// <exception cref="JobRefusedException">An option is unknown or has a wrong value.</exception>
    public static TokenReading ForText(IReadOnlyList<string> sets)
    {
        RequireData(sets);
        return JobLoading.Reading(JobLoading.Checked(JobReader.Read(Encoding.UTF8.GetBytes(AnyTextJob), "--set", sets, Environment.CurrentDirectory)).Options!);
    }

    /// <summary>Refuses what cannot matter to a check, so that nobody thinks that it did.</summary>
    private static void RequireData(IReadOnlyList<string> sets)
    {
        if (sets.FirstOrDefault(set => !set.StartsWith(Section, StringComparison.Ordinal)) is { } other)
        {
            throw new CommandLineException($"--set {other}: a check reads data only; allowed are options that begin with \"{Section}\", such as data.images.resize=crop");
        }
    }
}
