using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Networks.Onnx;

namespace Enas.Host.Verbs.Export;

/// <summary><c>enas export</c>: a log, or the network of a final training, as one file.</summary>
internal static class ExportCommand
{
    private const string Parquet = "parquet";

    public static Command Create()
    {
        var searches = new Argument<string[]>("SEARCH")
        {
            Description = "A search: its folder or address (s3://bucket/prefix), a unique prefix of its name or id under runs, or @last. "
                + "Of several, or of a folder of searches, one data set is made.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format")
        {
            Description = "Of the log: parquet, csv, jsonl. Of "
            + "the network of a final training: onnx, safetensors (weights), json (description).",
            DefaultValueFactory = _ => Parquet
        };
        format.AcceptOnlyFromAmong([Parquet, "csv", "jsonl", .. NetworkExport.Formats]);
        var recovery = CommandParts.Recovery("strict", "until-damage", "salvage");
        var file = CommandParts.Out(
            "The file; in the search's export folder by default. Of several searches the folder of the data set, or its address.");
        var force = CommandParts.Force();
        var input = new Option<string>("--input")
        {
            Description = "Of a network on images in ONNX: what it takes. standardised: floats less the mean and divided by the deviation, "
                + "which whoever uses it does; bytes: pixel values 0 to 255; unit: floats from 0 to 1.",
            DefaultValueFactory = _ => ImageInputs.Standardised,
        };
        input.AcceptOnlyFromAmong([.. ImageInputs.All]);
        var verb = new VerbCommand(
            "export", "Writes a log as one file, in Parquet with the same hashes and heads; many logs as one data set; or a trained "
                + "network, to be used elsewhere.",
            "enas export @last --format parquet");
        verb.Arguments.Add(searches);
        foreach (var option in (Option[])[format, recovery, file, force, input])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => RunAsync(
            parsed.GetRequiredValue(searches),
            new NetworkExportArguments(parsed.GetValue(format)!, parsed.GetValue(file), parsed.GetValue(force))
            {
                Input = parsed.GetValue(input)!,
            },
            CommandParts.RecoveryMode(parsed.GetValue(recovery)!),
            terminal));
    }

    private static async Task<int> RunAsync(
        string[] searches, NetworkExportArguments asked, RecoveryMode recovery, Terminal terminal)
    {
        if (await DataSetVerb.IsMeantAsync(searches))
        {
            return asked.Format == Parquet && recovery == RecoveryMode.Strict && !asked.IsForced
                ? await DataSetVerb.RunAsync(searches, asked.File, terminal)
                : throw new CommandLineException("of several searches a data set in Parquet is made, of what verifies, and what is in "
                    + "it is never replaced: leave out --recovery, --force and any other --format");
        }

        return NetworkExport.Formats.Contains(asked.Format) ? await NetworkExport.RunAsync(searches[0], asked, terminal)
            : await ExportVerb.RunAsync(
                searches[0], new ExportArguments(Format(asked.Format), recovery, asked.File, asked.IsForced), terminal);
    }

    private static ExportFormat Format(string name) => name switch
    {
        "csv" => ExportFormat.Csv,
        "jsonl" => ExportFormat.JsonLines,
        _ => ExportFormat.Parquet,
    };
}
