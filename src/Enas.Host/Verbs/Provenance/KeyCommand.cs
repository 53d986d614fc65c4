using System.CommandLine;
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
        var open = OutputFile.OfKey("--out", file + PublicSuffix);
        using var before = WithoutPublicPart(file);
        var secret = before is null ? OutputFile.OfKey("--out", file).FullName : Surroundings.FullPath(file);
        using var made = before is null ? SigningKey.New() : null;
        var key = before ?? made!;
        if (before is null)
        {
            SecretFile.Write(secret, key.PrivatePem());
        }

        open.Write(key.PublicPem());
        terminal.Line($"private key  {CommandText.PathFromHere(secret)}: "
            + $"{(before is not null ? "was there without its public one; " : string.Empty)}sign with it, and show it to nobody");
        terminal.Line($"public key   {CommandText.PathFromHere(open.FullName)}: whoever checks needs it");
        terminal.Line($"key id       {key.Id}");
        terminal.Result(new JsonObject
        {
            ["private"] = secret,
            ["public"] = open.FullName,
            ["keyid"] = key.Id,
            ["isNew"] = before is null,
        });
        return ExitCodes.Done;
    }

    // A process that was killed between its two files left a private key; it is a whole one.
    private static SigningKey? WithoutPublicPart(string file)
    {
        if (!File.Exists(Surroundings.FullPath(file)))
        {
            return null;
        }

        try
        {
            return SigningKey.Read(file) is { HasPrivatePart: true } key ? key : null;
        }
        catch (BadInputException)
        {
            return null;
        }
    }
}
