using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Verbs.Export;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks.Onnx;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Provenance;

/// <summary><c>enas attest</c>: where a network comes from, signed.</summary>
internal static class AttestCommand
{
    private const string UsualName = "network.onnx";

    public static Command Create()
    {
        var training = new Argument<string>("TRAINING")
        {
            Description = "A final training: its folder, a unique prefix of its name or id under runs, or @last.",
        };
        var key = new Option<string>("--key") { Description = "The private key, of enas key new.", HelpName = "FILE", Required = true };
        var network = new Option<string?>("--network")
        {
            Description = "The ONNX file that was exported of it; by default the one in its export folder, or what enas export would "
                + "write.",
            HelpName = "FILE.onnx",
        };
        var file = CommandParts.Out("The file; in the training's export folder by default.");
        var force = CommandParts.Force();
        var verb = new VerbCommand("attest", "Signs where a network comes from: the digest of its file, training, search, job, data; an "
            + "in-toto statement in a DSSE envelope.", "enas attest @last --key enas.key --network network.onnx");
        verb.Arguments.Add(training);
        foreach (var option in (Option[])[key, network, file, force])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => RunAsync(parsed.GetRequiredValue(training),
            parsed.GetRequiredValue(key), parsed.GetValue(network), (parsed.GetValue(file), parsed.GetValue(force)), terminal));
    }

    private static async Task<int> RunAsync(
        string name, string keyFile, string? network, (string? File, bool IsForced) output, Terminal terminal)
    {
        using var key = SigningKey.ReadPrivate(keyFile);
        WarnOfReaders(keyFile, terminal);
        var training = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        RequireFinished(training);
        var target = OutputFile.NamedOr(output.File, Place.Combine(training.Folder.Export, "network.intoto.json"), output.IsForced);
        var isNamed = network is not null;
        network ??= NetworkExport.OnnxFileOf(training) is var exported && File.Exists(exported) ? CommandText.PathFromHere(exported) : null;
        var (digest, input) = network is null
            ? (Digest(await NetworkExport.OnnxAsync(training, ImageInputs.Standardised)), ImageInputs.Standardised)
            : await OfFileAsync(training, network, isNamed);
        var statement = Statement.Of(training, network is null ? UsualName : Path.GetFileName(network), digest, input);
        await target.WriteAsync(Envelope.Of(statement.ToBytes(), key).ToJson());
        Write(statement, (network, NetworkExport.InputsOf(training)), key, (keyFile, target.FullName), terminal);
        return ExitCodes.Done;
    }

    // What is signed is for good: the weights with the best validation may still be others.
    private static void RequireFinished(RecordedSearch training)
    {
        if (training.State is { Completed: null, Started.Kind: JobOrigins.Train })
        {
            throw new NotFoundException($"{training.Name} is not finished, and only what is has a network to sign; finish it first, with: "
                + CommandText.Of("resume", CommandText.PathFromHere(training.Folder.Root)));
        }
    }

    private static void WarnOfReaders(string keyFile, Terminal terminal)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Surroundings.FullPath(keyFile)) & Others) != 0)
        {
            terminal.Remark($"--key {ForeignText.Shown(keyFile)}: other users can read or write this private key, and sign as you. "
                + "Take their permissions away, with chmod 600");
        }
    }

    // Nothing is signed but what this training gives.
    private static async Task<(string Digest, string Input)> OfFileAsync(RecordedSearch training, string network, bool isNamed)
    {
        var digest = Digest(ReadNetwork(network));
        foreach (var input in NetworkExport.InputsOf(training))
        {
            if (Digest(await NetworkExport.OnnxAsync(training, input)) == digest)
            {
                return (digest, input);
            }
        }

        throw new BadInputException($"{ForeignText.Shown(network)}: is not what 'enas export' of {training.Name} writes, byte for byte: it "
            + "is of another training, was changed, or was written by another version or under another name of the training. Export it "
            + (isNamed ? "anew, or leave --network out" : "anew with --force, or name another file with --network"));
    }

    private static void Write(
        Statement statement, (string? File, IReadOnlyList<string> Inputs) exported, SigningKey key, (string Key, string Path) files,
        Terminal terminal)
    {
        var (network, inputs) = exported;
        var (here, open) = (CommandText.PathFromHere(files.Path), files.Key + KeyCommand.PublicSuffix);
        terminal.Line($"network      {statement.Digest}");
        var file = network is null ? "no file yet: what 'enas export --format onnx' writes" : ForeignText.Shown(network);
        terminal.Line($"             of {file}"
            + (statement.Input == ImageInputs.Standardised ? string.Empty : $", with --input {statement.Input}")
            + (network is null && inputs.Count > 1 ? "; name a file of another --input with --network" : string.Empty));
        terminal.Line($"training     {statement.Training}");
        terminal.Line($"search       {statement.Search ?? "none: the architecture was given"}");
        terminal.Line($"data         {statement.Data}");
        terminal.Line($"signed       {here} by the key {key.Id}");
        var publicKey = File.Exists(Surroundings.FullPath(open)) ? open : "PUBLIC_KEY";
        string[] verify = ["verify", network ?? "NETWORK.onnx", "--attestation", here, "--key", publicKey];
        terminal.Line($"next         {CommandText.Of(verify)}");
        terminal.Result(new JsonObject
        {
            ["attestation"] = files.Path,
            ["network"] = statement.Digest,
            ["file"] = network is null ? null : Surroundings.FullPath(network),
            ["input"] = statement.Input,
            ["training"] = statement.Training,
            ["search"] = statement.Search,
            ["data"] = statement.Data,
            ["keyid"] = key.Id,
        });
    }

    /// <summary>SHA-256 of a file, 64 hexadecimal digits.</summary>
    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The bytes of a network's file.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static byte[] ReadNetwork(string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(Surroundings.FullPath(path), int.MaxValue);
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException($"{ForeignText.Shown(path)}: there is no such file");
        }
        catch (UnusableFileException error)
        {
            throw new BadInputException(error.Message);
        }
    }
}
