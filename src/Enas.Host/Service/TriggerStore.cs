using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Enas.Host.Service;

/// <summary>
/// Quartz with its SQLite store, in the service's folder. The store is what schedule files and the ledger make of it: one that is lost or
/// damaged is made anew.
/// </summary>
internal static class TriggerStore
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>The store of an output folder.</summary>
    public static string PathOf(string root) => Path.Combine(FireLedger.FolderOf(root), "quartz.db");

    /// <summary>Adds the scheduler; it makes its own tables.</summary>
    public static void AddTo(IServiceCollection services, string root)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = PathOf(root), DefaultTimeout = 30, Pooling = false }.ToString();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "enas");
            quartz.UseDefaultThreadPool(2);
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(SqliteFactory.Instance, connection);
                store.ProvisionSchema();
                store.ConfigureStore(ado => ado.MisfireThreshold = CronSchedule.MisfireAfter);
            });
        });
    }

    /// <summary>Sees to it that the scheduler finds a store that can be read, or none; a damaged one is put aside.</summary>
    public static void Prepare(string root, ILogger log)
    {
        var path = PathOf(root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Fault(path) is not { } fault)
        {
            return;
        }

        log.StoreDamaged(path, fault);
        File.Move(path, path + ".damaged", overwrite: true);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        _ = Fault(path);
    }

    private static string? Fault(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Pooling = false }.ToString());
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA journal_mode = WAL; PRAGMA quick_check(1)";
            using var reader = check.ExecuteReader();
            reader.NextResult();
            return reader.Read() && reader.GetString(0) is var said && said != "ok" ? said : null;
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return damaged.Message;
        }
    }
}
