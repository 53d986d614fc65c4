using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Work;
using Enas.Storage.Files;
using Enas.Storage.Places;
using Enas.Storage.Stores;

namespace Enas.Storage.Work;

/// <summary>Results of work in a store, each an object <c>results/KEY.json</c> that is put once and never changed.</summary>
/// <param name="store">The store; its folders are there.</param>
internal sealed class StoredResults(ISearchStore store) : IResultStore
{
    /// <summary>The folder of the results.</summary>
    public const string FolderName = "results";

    private const string MarkName = "work-store";
    private const int DigitsOfMark = 16;
    private const int MostTries = 5;

    /// <summary>The results in a folder, which is made where it is not there, or at an address.</summary>
    /// <param name="root">The folder, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LogUnavailableException">The disk or the store refuses, or cannot keep them.</exception>
    public static async Task<StoredResults> AtAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            var store = (ISearchStore?)StoreCatalog.SearchAt(root, StorageOptions.OfHost()) ?? InFolder(root);
            await store.PrepareForWritingAsync(cancellationToken);
            return new StoredResults(store);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot keep results in {root}", fault);
        }
    }

    /// <summary>The mark of this store, which whoever comes first puts there: who has another one has another store, whatever both call
    /// it.</summary>
    /// <exception cref="IOException">It can neither be read nor put.</exception>
    public async ValueTask<string> MarkAsync(CancellationToken cancellationToken)
    {
        if (await store.TryReadAllAsync(MarkName, DigitsOfMark, cancellationToken) is { } known)
        {
            return Encoding.ASCII.GetString(known);
        }

        var bytes = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(DigitsOfMark, lowercase: true));
        await using var staged = await store.StageAsync(bytes.Length, sink => sink.Write(bytes));
        var put = await staged.PutIfAbsentAsync(MarkName);

        // Of two that come at the same time one was first.
        return await store.TryReadAllAsync(MarkName, DigitsOfMark, cancellationToken) is { } there ? Encoding.ASCII.GetString(there)
            : throw new IOException($"cannot put {MarkName} into {store.Location}: {put.Reason}");
    }

    /// <inheritdoc />
    public async ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken)
    {
        var bytes = await store.TryReadAllAsync(NameOf(key), WorkResultFile.MostBytes, cancellationToken);
        try
        {
            return bytes is null ? null : WorkResultFile.Read(bytes, key);
        }
        catch (JsonException)
        {
            throw Damaged(key, "is no result of its key: somebody changed it. Move it away, and it is computed again");
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken)
    {
        var bytes = WorkResultFile.Write(result);
        PutResult put = PutResult.Unknown("it was not tried");
        for (var tries = 0; tries < MostTries; tries++)
        {
            await using var staged = await store.StageAsync(bytes.Length, sink => sink.Write(bytes));
            put = await staged.PutIfAbsentAsync(NameOf(result.Key));
            if (put.Outcome == PutOutcome.Stored)
            {
                return true;
            }

            // Where the outcome is in doubt, what stands there says it.
            if (await FindAsync(result.Key, cancellationToken) is { } known)
            {
                return known.SaysTheSameAs(result) ? false : throw Damaged(result.Key, "has another result than the one that was computed "
                    + $"now ({WordsOf(known)}, now {WordsOf(result)}): equal work must come to equal bits");
            }
        }

        throw new IOException($"cannot put {NameOf(result.Key)} into {store.Location}: {put.Reason}");
    }

    /// <inheritdoc />
    public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(key), cancellationToken);

    private static ISearchStore InFolder(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, FolderName));
        Directory.CreateDirectory(Path.Combine(root, EntryNames.Staging));
        return new LocalSearchStore(LocalFileSystem.Default, root, StorageOptions.OfHost());
    }

    private static string NameOf(WorkKey key) => $"{FolderName}/{key.Hex}.json";

    private static string WordsOf(WorkResult result) => $"exit code {result.ExitCode}, fingerprint {result.Fingerprint ?? "none"}";

    private LogDamagedException Damaged(WorkKey key, string words) =>
        new($"{store.Location}/{NameOf(key)} {words}") { IsBeyondRepair = true };
}
