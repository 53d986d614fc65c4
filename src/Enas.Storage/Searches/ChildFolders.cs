using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Places;

namespace Enas.Storage.Searches;

/// <summary>Where the children of a search are, and what binds them to it.</summary>
internal static class ChildFolders
{
    /// <summary>What the folders of children are called, for a list of them.</summary>
    public const string Pattern = "rung-*";

    private const int DigestDigits = 12;

    private const string Suffix = "-children";

    /// <summary>The folder of all children of a search.</summary>
    public static string RootOf(string search) => search.TrimEnd('/') + Suffix;

    /// <summary>The search whose children such a folder is for by its name; null for another name.</summary>
    public static string? SearchOf(string folder) => folder.TrimEnd('/') is var name && name.EndsWith(Suffix, StringComparison.Ordinal)
        ? name[..^Suffix.Length] : null;

    /// <summary>The folder of a child: its rung, and a digest of what makes it another child than the others.</summary>
    public static string Of(string search, ChildOrder order) => Place.Combine(RootOf(search), NameOf(order));

    /// <summary>The name of that folder: another order has another one.</summary>
    public static string NameOf(ChildOrder order)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{order.Tokens}\n{order.Rung}\n{order.Seed}\n{order.Steps}");
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestDigits];
        return string.Create(CultureInfo.InvariantCulture, $"rung-{order.Rung}-{digest}");
    }

    /// <summary>What a child names as its parent: the fact hash of the search's first fact, which never changes.</summary>
    public static string ParentOf(SearchStarted search)
    {
        var (chain, row) = (new FactChain(), search.ToRow());
        chain.Append(row.EventType, row.SchemaVersion, row.Facts);
        return chain.Fingerprint;
    }
}
