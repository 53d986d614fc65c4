using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Provenance;

/// <summary><c>enas verify</c>: whether a network comes from where somebody signed that it does.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var network = new Argument<string>("FILE.onnx") { Description = "The network." };
        var attestation = new Option<string>("--attestation")
        {
            Description = "What enas attest wrote.",
            HelpName = "FILE",
            Required = true,
        };
        var key = new Option<string>("--key")
        {
            Description = "The public key of whoever signed it.",
            HelpName = "FILE",
            Required = true,
        };
        var searches = new Option<string[]>("--search")
        {
            Description = "The folder of the training, or of the search that chose its architecture. May be given twice, for both; "
                + "without, what the statement says of them is not checked.",
            HelpName = "DIR",
            DefaultValueFactory = _ => [],
        };
        var verb = new VerbCommand("verify", "Follows a network back to its training, its search and the digest of its data; says what was "
            + "proven and what was only stated. Exit code 10 where a link is broken, which is named. Writes nothing.",
            "enas verify network.onnx --attestation network.intoto.json --key enas.key.pub --search runs/first-train");
        verb.Arguments.Add(network);
        foreach (var option in (Option[])[attestation, key, searches])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => VerifyVerb.RunAsync(parsed.GetRequiredValue(network),
            parsed.GetRequiredValue(attestation), parsed.GetRequiredValue(key), parsed.GetValue(searches) ?? [], terminal));
    }
}
