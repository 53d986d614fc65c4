using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Networks.Onnx;

namespace Enas.Host.Verbs.Export;

/// <summary><c>enas export</c>: a log, or the network of a final training, as one file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var format = new Option<string>("--format")
        {
            Description = "Of the log: parquet, csv, jsonl. Of "
            + "the network of a final training: onnx, safetensors (weights), json (description).",
            DefaultValueFactory = _ => "parquet"
        };
        format.AcceptOnlyFromAmong(["parquet", "csv", "jsonl", .. NetworkExport.Formats]);
        var recovery = CommandParts.Recovery("strict", "until-damage", "salvage");
        var file = CommandParts.Out("The file; in the search's export folder by default.");
        var force = CommandParts.Force();
        var input = new Option<string>("--input")
        {
            Description = "Of a network on images in ONNX: what it takes. standardised: floats less the mean and divided by the deviation, "
                + "which whoever uses it does; bytes: pixel values 0 to 255; unit: floats from 0 to 1.",
            DefaultValueFactory = _ => ImageInputs.Standardised,
        };
        input.AcceptOnlyFromAmong([.. ImageInputs.All]);
        var verb = new VerbCommand(
            "export", "Writes a log as one file, in Parquet with the same hashes and heads; or a trained network, to be used elsewhere.",
            "enas export @last --format parquet");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[format, recovery, file, force, input])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => NetworkExport.Formats.Contains(parsed.GetValue(format)!)
            ? NetworkExport.RunAsync(parsed.GetRequiredValue(search),
                new NetworkExportArguments(parsed.GetValue(format)!, parsed.GetValue(file), parsed.GetValue(force))
                {
                    Input = parsed.GetValue(input)!,
                },
                terminal)
            : ExportVerb.RunAsync(
                parsed.GetRequiredValue(search),
                new ExportArguments(Format(parsed.GetValue(format)!),
                    CommandParts.RecoveryMode(parsed.GetValue(recovery)!), parsed.GetValue(file), parsed.GetValue(force)),
                terminal));
    }

    private static ExportFormat Format(string name) => name switch
    {
        "csv" => ExportFormat.Csv,
        "jsonl" => ExportFormat.JsonLines,
        _ => ExportFormat.Parquet,
    };
}
