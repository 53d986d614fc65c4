using Enas.Pipeline.Messages;

namespace Enas.Storage.Stores;

/// <summary>A kind of object store: how its addresses look, and how it is reached. Local folders are what no kind claims.</summary>
internal interface IStoreKind
{
    /// <summary>Whether a location is meant to be an address of this kind; nothing is loaded for the question.</summary>
    bool IsMeant(string location);

    /// <summary>The place that an address names.</summary>
    /// <exception cref="ArgumentException">It names none; the message says the form.</exception>
    ObjectAddress Parse(string location);

    /// <summary>What sends requests to the container of an address, one attempt each.</summary>
    /// <exception cref="BadInputException">It cannot be reached with these options.</exception>
    IObjectClient Connect(ObjectAddress address, StorageOptions options);

    /// <summary>How often and how patiently requests are repeated.</summary>
    RetryPolicy RetriesOf(StorageOptions options);

    /// <summary>How long a writer that says nothing counts as alive; zero for no courtesy between writers.</summary>
    TimeSpan LeaseOf(StorageOptions options);
}
