using Enas.Pipeline.Messages;
using Enas.Storage.Stores;
using Enas.Storage.Stores.S3;

namespace Enas.Storage.Places;

/// <summary>The kinds of object stores that addresses can name: whoever adds one adds a folder and a line here.</summary>
internal static class StoreCatalog
{
    private static readonly IStoreKind[] s_kinds = [new S3StoreKind()];

    /// <summary>Whether a location is meant to be in an object store. Everything else is a path of this machine.</summary>
    public static bool IsAddress(string location) => KindOf(location) is not null;

    /// <summary>The address that a location is; null for a path.</summary>
    /// <exception cref="ArgumentException">It is meant to be one, and is none.</exception>
    public static ObjectAddress? AddressOf(string location) => KindOf(location)?.Parse(location);

    /// <summary>The store of one search; null for a path.</summary>
    /// <exception cref="ArgumentException">The location is meant to be an address of a search, and is none.</exception>
    /// <exception cref="BadInputException">The store cannot be reached with these options.</exception>
    public static ObjectSearchStore? SearchAt(string location, StorageOptions options)
    {
        if (KindOf(location) is not { } kind)
        {
            return null;
        }

        var address = kind.Parse(location);
        return address.Prefix.Length > 0
            ? new ObjectSearchStore(
                kind.Connect(address, options), address.Text, address.Prefix, kind.RetriesOf(options), kind.LeaseOf(options))
            : throw new ArgumentException($"'{location}' does not name a search: a bucket holds many, each under a prefix of its own");
    }

    /// <summary>Any objects below an address; null for a path.</summary>
    /// <exception cref="ArgumentException">The location is meant to be an address, and is none.</exception>
    /// <exception cref="BadInputException">The store cannot be reached with these options.</exception>
    public static ObjectFolder? FolderAt(string location, StorageOptions options) => KindOf(location) is { } kind
        && kind.Parse(location) is var address
            ? new ObjectFolder(kind.Connect(address, options), address, kind.RetriesOf(options)) : null;

    private static IStoreKind? KindOf(string location) => Array.Find(s_kinds, kind => kind.IsMeant(location));
}
