using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Provenance;

/// <summary><c>enas key new</c>: a key to sign with.</summary>
internal static class KeyCommand
{
    /// <summary>What follows the name of a private key in that of its public one.</summary>
    public const string PublicSuffix = ".pub";

    public static Command Create()
    {
        var key = new Command("key", "Keys that networks are signed with.");
        key.Subcommands.Add(New());
        return key;
    }

    private static Command New()
    {
        var file = new Option<string>("--out")
        {
            Description = "The file of the private key; the public one is FILE" + PublicSuffix + ".",
            HelpName = "FILE",
            DefaultValueFactory = _ => "enas.key",
        };
        var verb = new VerbCommand("new", "Makes a key of ECDSA on P-256: a private one, which only this user can read, and a public one "
            + "to give away. A file that is there is never replaced.", "enas key new --out enas.key");
        verb.Options.Add(file);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => Task.FromResult(Make(parsed.GetValue(file)!, terminal)));
    }

    private static int Make(string file, Terminal terminal)
    {
        // Both are refused before one is written.
        var (open, secret) = (OutputFile.Named("--out", file + PublicSuffix, force: false), OutputFile.Named("--out", file, force: false));
        using var key = SigningKey.New();
        WriteSecret(secret.FullName, key.PrivatePem());
        open.Write(key.PublicPem());
        terminal.Line($"private key  {CommandText.PathFromHere(secret.FullName)}: sign with it, and show it to nobody");
        terminal.Line($"public key   {CommandText.PathFromHere(open.FullName)}: whoever checks needs it");
        terminal.Line($"key id       {key.Id}");
        terminal.Result(new JsonObject { ["private"] = secret.FullName, ["public"] = open.FullName, ["keyid"] = key.Id });
        return ExitCodes.Done;
    }

    // Never for a moment readable for others.
    private static void WriteSecret(string path, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(pem));
        stream.Flush(flushToDisk: true);
    }
}
