using Enas.Host.Cli;
using Enas.Pipeline.Messages;
using NATS.Client.Core;
using NATS.NKeys;

namespace Enas.Host.Workers.Nats;

/// <summary>Who somebody is to the engine: a key pair of his own, or a credentials file as NATS's tools make it.</summary>
internal static class NatsKey
{
    private const string Seed = "SU";
    private const string Token = "BEGIN NATS USER JWT";

    /// <summary>Makes a key pair: a new file that only this user reads has both, a line each.</summary>
    /// <param name="file">The file, which is not there.</param>
    /// <returns>The public key, which the server is told.</returns>
    /// <exception cref="CommandLineException">It is there.</exception>
    public static string Create(string file)
    {
        var path = Surroundings.FullPath(file);
        if (File.Exists(path))
        {
            throw new CommandLineException($"{ForeignText.Shown(file)} is there; a key that somebody may use already is not replaced");
        }

        using var pair = KeyPair.CreatePair(PrefixByte.User);
        SecretFile.Write(path, $"{pair.GetSeed()}\n{pair.GetPublicKey()}\n");
        return pair.GetPublicKey();
    }

    /// <summary>What a connection says of itself with a file of credentials.</summary>
    /// <param name="file">The file, as a full path; null for none.</param>
    /// <exception cref="CommandLineException">It is none of the two.</exception>
    public static NatsAuthOpts Of(string? file)
    {
        if (file is null)
        {
            return NatsAuthOpts.Default;
        }

        var text = File.ReadAllText(file);
        return text.Contains(Token, StringComparison.Ordinal) ? new NatsAuthOpts { CredsFile = file }
            : text.Split('\n').Any(line => line.StartsWith(Seed, StringComparison.Ordinal)) ? new NatsAuthOpts { NKeyFile = file }
            : throw new CommandLineException($"--engine-credentials {ForeignText.Shown(file)}: it holds neither a key as "
                + "\"enas cluster key\" makes it nor credentials as NATS's nsc does");
    }
}
