using System.Security.Cryptography;
using System.Text;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Dashboard.Access;

/// <summary>A secret that a request has to know. It is kept as its hash, and compared in a time that says nothing of it.</summary>
internal sealed class UiToken
{
    private const int Bytes = 32;

    // Fewer can be guessed in the time that a service lives.
    private const int Fewest = 16;
    private const int MostOfAFile = 4096;

    private readonly byte[] _hash;

    private UiToken(string text, bool isNew) => (Text, IsNew, _hash) = (text, isNew, HashOf(text));

    /// <summary>The secret, to be told once to whoever started the program.</summary>
    public string Text { get; }

    /// <summary>Whether this program made it up.</summary>
    public bool IsNew { get; }

    /// <summary>256 random bits.</summary>
    public static UiToken Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)), isNew: true);

    /// <summary>The secret that somebody gave.</summary>
    /// <param name="text">It.</param>
    /// <param name="from">Where it was given, for people.</param>
    /// <exception cref="CommandLineException">It can be guessed, or cannot be sent.</exception>
    public static UiToken Of(string text, string from) => text.Length >= Fewest && text.All(c => c is > ' ' and < '\x7f')
        ? new(text, isNew: false)
        : throw new CommandLineException($"{from}: a token has {Fewest} characters at least, letters, digits and signs without spaces");

    /// <summary>The first line of a file.</summary>
    /// <exception cref="CommandLineException">It holds none, or others can read it.</exception>
    /// <exception cref="NotFoundException">There is no such file.</exception>
    public static UiToken OfFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new NotFoundException($"--token-file {ForeignText.Shown(path)}: there is no such file");
        }

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite
                | UnixFileMode.OtherWrite)) != 0)
        {
            throw new CommandLineException(
                $"--token-file {ForeignText.Shown(path)}: others than its owner can read or write it; make it yours alone: chmod 600");
        }

        using var reader = new StreamReader(path, Encoding.UTF8);
        var buffer = new char[MostOfAFile];
        var count = reader.ReadBlock(buffer, 0, MostOfAFile);
        return Of(new string(buffer, 0, count).Split('\n')[0].Trim(), $"--token-file {ForeignText.Shown(path)}");
    }

    /// <summary>Whether a secret is this one.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(HashOf(text), _hash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
