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
}
