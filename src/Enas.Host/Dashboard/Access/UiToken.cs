using System.Security.Cryptography;
using System.Text;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Dashboard.Access;

/// <summary>A secret that a request has to know. It is kept as its hash, and compared in a time that says nothing of it; one that this
/// program made up is kept beside it, to be told.</summary>
internal sealed class UiToken
{
    private const int Bytes = 32;

    // Characters. Five guesses a minute are listened to from one address, and from many addresses many: a short word would be found.
    private const int Fewest = 16;

    // Characters that are read of a file, of which the first line counts.
    private const int MostOfAFile = 4096;

    private readonly byte[] _hash;

    private UiToken(string text, string? made) => (Made, _hash) = (made, HashOf(text));

    /// <summary>The secret where this program made it up, to be told once to whoever started it; null for one that was given.</summary>
    public string? Made { get; }

    /// <summary>256 random bits, in hexadecimal.</summary>
    public static UiToken Create()
    {
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        return new(made, made);
    }

    /// <summary>The secret that somebody gave.</summary>
    /// <param name="text">It.</param>
    /// <param name="from">Where it was given, for people.</param>
    /// <exception cref="CommandLineException">It can be guessed, or cannot be sent.</exception>
    public static UiToken Of(string text, string from) => text.Length >= Fewest && text.All(c => c is > ' ' and < '\x7f')
        ? new(text, made: null)
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
