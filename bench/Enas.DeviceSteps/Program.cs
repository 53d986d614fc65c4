using System.Globalization;
using Enas.Backends.Torch;
using Enas.DeviceSteps;

// The paper's recurrent step and the macro step of the supernets on a device, by turns with plain eager PyTorch where a Python has it.
// usage: dotnet run -c Release --project bench/Enas.DeviceSteps -- [DEVICE] [--small] [--turns N] [--steps N] [--peers FOLDER]
// ENAS_PYTHON names the Python; python3 by default. --small is for a check of the program itself.
var (target, small, turns, steps, peers) = ("cuda:0", false, 3, 20, (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--small":
            small = true;
            break;
        case "--turns" when i + 1 < args.Length:
            turns = Math.Max(1, int.Parse(args[++i], CultureInfo.InvariantCulture));
            break;
        case "--steps" when i + 1 < args.Length:
            steps = Math.Max(1, int.Parse(args[++i], CultureInfo.InvariantCulture));
            break;
        case "--peers" when i + 1 < args.Length:
            peers = args[++i];
            break;
        case var name when TorchOptions.IsDevice(name):
            target = name;
            break;
        default:
            Console.Error.WriteLine($"no such option or device: {args[i]}");
            return 64;
    }
}

try
{
    var python = Peer.Find(peers, target, out var words);
    Console.WriteLine(words);
    foreach (var step in StepCases.On(target, small))
    {
        Console.WriteLine(Comparison.Run(step, target, turns, steps, python));
    }

    return 0;
}
catch (BackendUnavailableException e)
{
    Console.Error.WriteLine(e.Message);
    return 69;
}
