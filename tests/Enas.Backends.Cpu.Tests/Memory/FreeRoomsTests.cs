using Enas.Backends.Cpu.Memory;

namespace Enas.Backends.Cpu.Tests.Memory;

public sealed unsafe class FreeRoomsTests
{
    private const int Rooms = 64;
    private const long Unit = 64;

    /// <summary>Addresses are numbers here: nothing is read or written.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_taken_was_free_is_nobody_elses_and_comes_back_whole(int seed)
    {
        var random = new Random(seed);
        var free = new FreeRooms();
        var isFree = new bool[Rooms];
        var taken = new List<(int Start, int Count)>();
        var start = (byte*)(Unit * 1024);
        free.Add(start, Rooms * Unit);
        Array.Fill(isFree, true);
        for (var turn = 0; turn < 2000; turn++)
        {
            var count = random.Next(1, 9);
            if (random.Next(2) == 0 && free.Take(count * Unit) is var room && room != null)
            {
                var first = (int)((room - start) / Unit);
                Assert.All(Enumerable.Range(first, count), place => Assert.True(isFree[place]));
                Array.Fill(isFree, false, first, count);
                taken.Add((first, count));
            }
            else if (taken.Count > 0)
            {
                var back = taken[random.Next(taken.Count)];
                taken.Remove(back);
                Array.Fill(isFree, true, back.Start, back.Count);
                free.Add(start + (back.Start * Unit), back.Count * Unit);
            }
        }

        taken.ForEach(back => free.Add(start + (back.Start * Unit), back.Count * Unit));
        Assert.True(free.Take(Rooms * Unit) == start);
        Assert.True(free.Take(Unit) == null);
    }

    [Fact]
    public void The_smallest_piece_that_is_large_enough_is_taken()
    {
        var free = new FreeRooms();
        free.Add((byte*)0x10000, 4 * Unit);
        free.Add((byte*)0x20000, 2 * Unit);
        free.Add((byte*)0x30000, 3 * Unit);
        Assert.True(free.Take(2 * Unit) == (byte*)0x20000);
        Assert.True(free.Take(2 * Unit) == (byte*)0x30000);
        Assert.True(free.Take(4 * Unit) == (byte*)0x10000);
        Assert.True(free.Take(2 * Unit) == null);
        Assert.True(free.Take(Unit) == (byte*)0x30000 + (2 * Unit));
    }
}
