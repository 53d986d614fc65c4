using Enas.Pipeline.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Enas.Host.Service;

/// <summary>
/// Quartz with its SQLite store, in the service's folder. The store is what schedule files and the ledger make of it: one that is lost or
/// damaged is made anew.
/// </summary>
internal static class TriggerStore
{
    /// <summary>The store of an output folder.</summary>
    public static string PathOf(string root) => Path.Combine(FireLedger.FolderOf(root), "quartz.db");

    /// <summary>Looks whether the store of a service that runs is still there and still the scheduler's.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static void RequireInPlace(string root)
    {
        var path = PathOf(root);
        if (FileNames.KindOf(path, followLinks: false) == FileKind.Absent)
        {
            throw Replaced(path);
        }

        try
        {
            using var connection = SqliteFile.OpenToWrite(path);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM QRTZ_TRIGGERS";
            _ = command.ExecuteScalar();
        }
        catch (StoreException held) when (held.InnerException is SqliteException error && StoreException.Passes(error))
        {
        }
        catch (SqliteException error) when (!StoreException.Passes(error))
        {
            throw error.SqliteErrorCode == StoreException.NoSuchThing ? Replaced(path) : SchedulerFaults.InWords(path, error);
        }
        catch (SqliteException)
        {
        }
    }

    private static StoreException Replaced(string path) =>
        new($"{path} was removed or replaced while the service ran: nothing fires "
            + $"by it. Start the service again; it makes it anew from the schedules.");

    /// <summary>Adds the scheduler; it makes its own tables.</summary>
    public static void AddTo(IServiceCollection services, string root)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = PathOf(root), DefaultTimeout = 30, Pooling = false }.ToString();
        services.AddSingleton<SchedulerFaults>();
        services.AddQuartz(quartz =>
        {
            quartz.AddSchedulerListener(provider => provider.GetRequiredService<SchedulerFaults>());
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "enas");
            quartz.UseDefaultThreadPool(2);
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(SqliteFactory.Instance, connection);
                store.ProvisionSchema();
                store.ConfigureStore(ado =>
                {
                    ado.MisfireThreshold = CronSchedule.MisfireAfter;
                    ado.UseBackgroundThreads = true; // One that does not stop does not keep the process.
                });
            });
        });
    }
}
