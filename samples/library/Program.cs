using Samples.Library;

// Before a job is read: the tables of options are made once.
Additions.Add();
switch (args)
{
    case ["run", var job, var folder]:
        await RunSearch.RunAsync(job, folder);
        return 0;
    case ["read", var folder]:
        await ReadLog.ReadAsync(folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -- run JOB FOLDER | read FOLDER");
        return 64;
}
