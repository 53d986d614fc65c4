using System.Security.Cryptography;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Export;

/// <summary>What came of one search.</summary>
internal enum DataSetOutcome
{
    /// <summary>Its file is new in the data set.</summary>
    Added,

    /// <summary>A file of its fingerprint was there.</summary>
    There,

    /// <summary>It is not complete: its fingerprint still changes, and its events would be there twice in the end.</summary>
    Incomplete,
}

/// <summary>One search in a data set.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Key">The name of its file.</param>
/// <param name="EventCount">Events of its log.</param>
/// <param name="ByteCount">Size of the file; null where none was made.</param>
internal sealed record DataSetPart(DataSetOutcome Outcome, string Fingerprint, string Key, long EventCount, long? ByteCount);

/// <summary>
/// The logs of many searches as one data set for queries: one file a search, <c>events/search=FINGERPRINT/part.parquet</c>, as engines read
/// partitions since Hive. Equal searches have one fingerprint and so one file; what is there is not made again.
/// </summary>
/// <param name="place">Where it is kept.</param>
internal sealed class DataSetExport(IDataSetPlace place)
{
    /// <summary>Events of a row group: engines read one at a time in each thread, and pass over those that a filter on steps leaves
    /// out.</summary>
    public const int GroupEvents = 1_000_000;

    /// <summary>The name of a search's file.</summary>
    public static string KeyOf(string fingerprint) => $"events/search={fingerprint}/part.parquet";

    /// <summary>Adds a search that is complete, unless it is there.</summary>
    /// <param name="cancellationToken">Leaves no file behind.</param>
    /// <exception cref="Pipeline.Events.LogDamagedException">Its log is damaged.</exception>
    /// <exception cref="Pipeline.Events.LogUnavailableException">The log cannot be read, or the file not be kept.</exception>
    public async Task<DataSetPart> AddAsync(SearchFolder search, CancellationToken cancellationToken)
    {
        try
        {
            await using (var log = await ParquetEventLog.OpenReadAsync(search, cancellationToken))
            {
                var key = KeyOf(log.FactHead);
                if (log.FactCount > 0 && await place.HasAsync(key, cancellationToken))
                {
                    return new(DataSetOutcome.There, log.FactHead, key, log.NextSequence, null);
                }
            }

            return await MakeAsync(search, cancellationToken);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot add {search.Root} to {place.Location}", fault);
        }
    }

    private async Task<DataSetPart> MakeAsync(SearchFolder search, CancellationToken cancellationToken)
    {
        // Engines pass over names that begin with a dot.
        var file = Path.Combine(place.Workshop, $".enas-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        var milestones = new Milestones();
        try
        {
            var made = await LogExport.RunAsync(
                search, ExportFormat.Parquet, RecoveryMode.Strict, file, GroupEvents, cancellationToken, milestones);
            var (fingerprint, key) = (made.Log.FactHead, KeyOf(made.Log.FactHead));
            return !milestones.IsComplete ? new(DataSetOutcome.Incomplete, fingerprint, key, made.Log.EventCount, null)
                : await place.TryKeepAsync(key, file, cancellationToken)
                    ? new(DataSetOutcome.Added, fingerprint, key, made.Log.EventCount, made.ByteCount)
                    : new(DataSetOutcome.There, fingerprint, key, made.Log.EventCount, null);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
